using System.CommandLine;
using GoatHost.Cli.Demos;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat demo</c>: the whole way, from an inscription to tokens, on loopback and in one folder.</summary>
internal static class DemoCommand
{
    public static Command Create(CliContext cli)
    {
        var command = new Command("demo", "Take a small model the whole way: found on a chain, fetched, verified, run. Offline.");
        command.SetAction((_, ct) => RunAsync(cli, ct));
        return HelpText.WithExamples(command, "goat demo", "GOAT_HOME=./demo goat demo               # keeps everything there; run again, nothing is fetched twice");
    }

    private static async Task<int> RunAsync(CliContext cli, CancellationToken ct)
    {
        var sample = cli.Layout.OfflineSamples;
        var script = await DemoScript.ReadAsync(Path.Combine(sample, "demo.json"), ct);
        var layout = cli.Layout with { DataDirectory = DataDirectory(cli.Layout) };
        await PluginOverlay.WriteAsync(Path.Combine(layout.DataDirectory, "plugins.json"), script.PluginsIn(sample), ct);

        var screen = new DemoScreen(cli.Terminal, cli.Time);
        screen.Say($"Everything is kept in {layout.DataDirectory}.");
        await using var engine = cli.OpenEngine(layout);
        await engine.StartPluginsAsync(ct);

        var model = await new FindStage(screen, engine, script).RunAsync(ct);
        var stored = await new FetchStage(screen, engine, script, layout, sample).RunAsync(model, ct);
        await new VerifyStage(screen, engine).RunAsync(model, stored, ct);
        await new SpeakStage(screen, cli, engine, script).RunAsync(stored, ct);

        NextSteps.Say(screen, layout, stored.Name, script.Prompt);
        return ExitCode.Done;
    }

    private static string DataDirectory(Layout layout)
    {
        if (!layout.HomeIsGiven) return Directory.CreateTempSubdirectory("goat-demo-").FullName;
        return Directory.CreateDirectory(layout.DataDirectory).FullName;
    }
}
