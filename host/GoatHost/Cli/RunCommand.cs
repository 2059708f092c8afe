using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Conversations;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;

namespace GoatHost.Cli;

/// <summary><c>goat run</c>: brings a model here if need be, loads it, and answers: one prompt, standard input, or a chat.</summary>
internal static class RunCommand
{
    public static Command Create(CliContext cli)
    {
        var reference = CommonArguments.Reference();
        var words = new Argument<string[]>("prompt") { Description = "What to say. Without it: standard input when redirected, else a chat.", Arity = ArgumentArity.ZeroOrMore };
        var quantization = CommonArguments.Quantization();
        var unproven = CommonArguments.AllowUnproven();
        var local = new Option<bool>("--local") { Description = "Load the model in this process, also when goat serve runs." };
        var options = new RunOptions();
        var command = new Command("run", "Run a model: fetch, verify and load it if need be, then answer.") { reference, words, quantization, unproven, local };
        options.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var (loading, adapters, settings) = (options.Session(parsed), options.Adapters(parsed), options.Request(parsed));
            var prompt = await ReadPromptAsync(cli.Terminal, parsed.GetValue(words) ?? [], ct);
            await using var engine = cli.OpenEngine();
            using var servers = await Servers.FindAsync(cli, parsed.GetValue(local), ct);
            var text = parsed.GetRequiredValue(reference);
            var asked = new SyncOptions { Quantization = parsed.GetValue(quantization), AllowUnproven = parsed.GetValue(unproven) };
            var model = await ModelLookup.BringAsync(cli, engine, servers.Helper, text, asked, ct);
            var open = new OpenOptions { Session = loading, Adapters = await BringAsync(cli, engine, servers.Helper, adapters, ct) };
            await using var loaded = await LoadAsync(cli, engine, servers.Helper, model, open, ct);
            var conversation = new Conversation(loaded, settings, raw: parsed.GetValue(options.Raw) || model.Summary.ChatTemplate is null);
            if (prompt is null) await new ChatLoop(cli.Terminal, conversation, model.FullName, cli.Interrupts).RunAsync(ct);
            else await new AnswerWriter(cli.Terminal).WriteAsync(conversation.SayAsync(prompt, ct), showRate: cli.Verbose, ct);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command,
            "goat run goat-tiny-kjv \"In the beginning\" --max-tokens 60",
            "goat run <inscription>                   # a chat",
            "goat run goat-tiny-kjv --lora psalms.gguf=0.5 \"Bless the LORD\"",
            "cat question.txt | goat run goat-tiny-kjv:q8_0",
            "goat run goat-tiny-kjv -- --a prompt that begins with a dash");
    }

    /// <summary>Adapters come here as models do.</summary>
    private static async Task<IReadOnlyList<AdapterScale>> BringAsync(
        CliContext cli, EngineScope engine, ControlClient? server, IReadOnlyList<AdapterScale> wanted, CancellationToken ct)
    {
        var adapters = new List<AdapterScale>(wanted.Count);
        foreach (var (text, scale) in wanted)
        {
            var adapter = await ModelLookup.BringAsync(cli, engine, server, text, new SyncOptions(), ct);
            adapters.Add(new AdapterScale(adapter.DigestName, scale));
        }
        return adapters;
    }

    internal static async Task<IModelSession> LoadAsync(CliContext cli, EngineScope engine, StoredModel model, OpenOptions options, CancellationToken ct)
    {
        using var loading = new LiveProgress(cli.Terminal, "loading");
        return await engine.Sessions.OpenAsync(model, options, loading, ct);
    }

    private static async Task<ILoadedModel> LoadAsync(
        CliContext cli, EngineScope engine, ControlClient? server, StoredModel model, OpenOptions options, CancellationToken ct)
    {
        if (server is null)
        {
            await engine.StartPluginsAsync(ct);
            return new OwnModel(await LoadAsync(cli, engine, model, options, ct));
        }
        using var loading = new LiveProgress(cli.Terminal, "loading");
        return await ServedModel.LoadAsync(server, model.FullName, options, loading, ct);
    }

    /// <summary>The prompt that was typed or piped, or null when a person is there to chat.</summary>
    private static async Task<string?> ReadPromptAsync(Terminal terminal, string[] words, CancellationToken ct)
    {
        var typed = string.Join(' ', words);
        if (terminal.InIsTerminal) return typed.Length > 0 ? typed : null;
        if (typed.Length > 0) return typed;
        var piped = await Task.Run(terminal.In.ReadToEnd, CancellationToken.None).WaitAsync(ct);
        return string.IsNullOrWhiteSpace(piped) ? throw new UsageException("There is no prompt: standard input is empty and none was typed.") : piped.TrimEnd('\r', '\n');
    }
}
