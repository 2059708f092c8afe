using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;
using GoatHost.Engine.Plugins;
using GoatHost.Http;
using GoatHost.Http.Ollama.Library;

namespace GoatHost.Cli;

/// <summary><c>goat serve</c>: the OpenAI and Ollama APIs over the models on this machine, until Ctrl-C.</summary>
internal static class ServeCommand
{
    public static Command Create(CliContext cli)
    {
        var listen = new Option<string?>("--listen") { Description = $"Address to listen on. Default: {ListenAddress.Default}. Beyond loopback a key is needed.", HelpName = "host:port" };
        var key = new Option<string?>("--api-key") { Description = "Key that clients must send. GOAT_API_KEY does the same and stays out of the process list.", HelpName = "key" };
        var origin = new Option<string[]>("--allow-origin")
        {
            Description = "A web page that may use the server, beside those of this machine; * stands for any text. GOAT_ORIGINS does the same.",
            HelpName = "origin",
        };
        var host = new Option<string[]>("--allow-host")
        {
            Description = "A name by which the server on loopback may be called, such as host.docker.internal. GOAT_HOSTS does the same.",
            HelpName = "name",
        };
        var command = new Command("serve", "Serve the OpenAI and Ollama APIs over the models on this machine, until Ctrl-C.") { listen, key, origin, host };
        command.SetAction(async (parsed, ct) =>
        {
            var options = ServeOptions.Read(parsed.GetValue(listen), parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("GOAT_API_KEY")) with
            {
                Origins = AllowedOrigins.Read(Given(parsed.GetValue(origin), "GOAT_ORIGINS")),
                Hosts = AllowedHosts.Read(Given(parsed.GetValue(host), "GOAT_HOSTS")),
            };
            await using var engine = cli.OpenEngine();
            var plugins = await engine.StartPluginsAsync(ct);
            await using var server = await HttpServer.StartAsync(options, new EngineChatModels(engine.Store, engine.Sessions),
                new EngineModelLibrary(engine.Store, engine.DerivedModels, engine.Syncs), engine.Logs, cli.Time, ct);
            await using var control = await OpenControlAsync(cli, engine, plugins, ct);
            await using var health = plugins.WatchHealth();
            Announce(cli.Terminal, server.Address, options.ApiKey is not null);
            await server.RunAsync(ct);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat serve", "goat serve --listen 127.0.0.1:8080", "GOAT_API_KEY=… goat serve --listen 0.0.0.0:4628");
    }

    private static IEnumerable<string> Given(string[]? options, string variable) =>
        [.. options ?? [], Environment.GetEnvironmentVariable(variable) ?? ""];

    /// <summary>The door for goat ps and its kin. Without one the server still serves.</summary>
    private static async Task<ControlServer?> OpenControlAsync(CliContext cli, EngineScope engine, PluginHost plugins, CancellationToken ct)
    {
        try
        {
            return await ControlServer.StartAsync(cli.Layout.DataDirectory, engine.Sessions, plugins, engine.Logs, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            cli.Terminal.Error.WriteLine($"goat: goat ps, goat stop and goat plugin reload will not reach this server: {SafeText.Line(e.Message)}");
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
