using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;
using GoatHost.Engine.Sync;

namespace GoatHost.Cli;

/// <summary><c>goat pull</c>: brings a model here and verifies it, without running it. A running server does it, and goes on when this ends.</summary>
internal static class PullCommand
{
    public static Command Create(CliContext cli)
    {
        var reference = CommonArguments.Reference();
        var quantization = CommonArguments.Quantization();
        var unproven = CommonArguments.AllowUnproven();
        var local = new Option<bool>("--local") { Description = "Fetch in this process, also when goat serve runs." };
        var stop = new Option<bool>("--stop") { Description = "End what goat serve fetches; what came is kept." };
        var command = new Command("pull", "Fetch a model and verify every byte of it.") { reference, quantization, unproven, local, stop };
        command.SetAction(async (parsed, ct) =>
        {
            using var servers = await Servers.FindAsync(cli, parsed.GetValue(local), ct);
            var text = parsed.GetRequiredValue(reference);
            if (parsed.GetValue(stop)) return await StopAsync(cli.Terminal, servers, text, ct);
            await using var engine = cli.OpenEngine();
            var options = new SyncOptions { Quantization = parsed.GetValue(quantization), AllowUnproven = parsed.GetValue(unproven) };
            var model = await ModelLookup.BringAsync(cli, engine, servers.Helper, text, options, ct);
            cli.Terminal.Out.WriteLine($"{SafeText.Line(model.FullName)} is here: {Quantities.Bytes(model.Size)}, verified.");
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command,
            "goat pull 6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0",
            "goat pull 'magnet:?xt=urn:btih:…' --quant Q4_0",
            "goat pull ./model.gguf                   # registers the file where it lies");
    }

    private static async Task<int> StopAsync(Terminal terminal, RunningServers servers, string text, CancellationToken ct)
    {
        var stopped = await servers.AskAsync(server => server.StopPullAsync(ModelLookup.FullText(text), ct));
        if (!stopped.Contains(true)) throw new GoatException($"No goat serve is fetching {text}: goat ps lists what is being fetched.");
        terminal.Out.WriteLine($"{SafeText.Line(text)} is no longer fetched; what came is kept, and goat pull goes on from there.");
        return ExitCode.Done;
    }
}
