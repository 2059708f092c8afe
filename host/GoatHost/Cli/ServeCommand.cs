using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;
using GoatHost.Http;
using GoatHost.Http.Keys;
using GoatHost.Http.Ollama.Library;

namespace GoatHost.Cli;

/// <summary><c>goat serve</c>: the models on this machine for other programs, until Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create(CliContext cli)
    {
        var arguments = new ServeArguments();
        var command = new Command("serve", "Serve the models on this machine to other programs, until Ctrl-C.");
        arguments.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(cli, arguments, parsed, ct));
        return HelpText.WithExamples(command,
            "goat serve", "goat serve --port 8080 --keep-alive 1h", "goat key add && goat serve --listen 0.0.0.0:4628");
    }

    private static async Task<int> RunAsync(CliContext cli, ServeArguments arguments, ParseResult parsed, CancellationToken ct)
    {
        var listen = arguments.Listen(parsed);
        var options = arguments.Allow(await ServeOptions.ReadAsync(listen, arguments.Key(parsed), new KeyFile(cli.Layout.DataDirectory), ct), parsed);
        await using var engine = cli.OpenEngine(arguments.Settle(cli.Layout, parsed));
        var plugins = await engine.StartPluginsAsync(ct);
        var pulls = parsed.GetValue(arguments.AutoPull) ? new AutoPull(engine.Pulls, engine.Catalog, engine.Store, cli.Time) : null;
        var models = new EngineChatModels(engine.Store, engine.Sessions, pulls);
        await using var server = await HttpServer.StartAsync(
            options, models, new EngineModelLibrary(engine.Store, engine.DerivedModels, engine.Adapters, engine.Pulls), engine.Logs, cli.Time, ct);
        await using var control = await OpenControlAsync(cli, engine, options.Grace, ct);
        await using var health = plugins.WatchHealth();
        Announce(cli.Terminal, server.Address, options.Keys is not null);
        var serving = server.RunAsync(ct);
        await Task.WhenAny(serving, Task.Delay(Timeout.InfiniteTimeSpan, ct));
        // Both doors close at once: answers that are being given have one deadline.
        await Task.WhenAll(serving, control?.StopAsync() ?? Task.CompletedTask);
        return ExitCode.Done;
    }

    /// <summary>The door for goat's own commands. Without one the server still serves.</summary>
    private static async Task<ControlServer?> OpenControlAsync(CliContext cli, EngineScope engine, TimeSpan grace, CancellationToken ct)
    {
        try
        {
            return await ControlServer.StartAsync(cli.Layout.DataDirectory, engine, grace, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cli.Terminal.Error.WriteLine($"goat: other goat commands will not find this server: {SafeText.Line(e.Message)}");
            return null;
        }
    }

    private static void Announce(Terminal terminal, Uri address, bool needsKey)
    {
        var header = needsKey ? " -H \"Authorization: Bearer $GOAT_API_KEY\"" : "";
        terminal.Out.WriteLine($"Listening on {address.GetLeftPart(UriPartial.Authority)}; Ctrl-C ends it.");
        terminal.Out.WriteLine("Try it:");
        terminal.Out.WriteLine($"  curl{header} {address}v1/models");
        terminal.Out.WriteLine($"  curl{header} {address}v1/chat/completions -H 'Content-Type: application/json' -d '{{\"model\":\"NAME\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}'");
        terminal.Out.Flush();
    }
}
