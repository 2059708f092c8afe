using GoatHost.Abstractions;
using GoatHost.Cli.Conversations;
using GoatHost.Composition;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Cli.Demos;

/// <summary>Stage 4: the model loaded in a worker, and what it says.</summary>
internal sealed class SpeakStage(DemoScreen screen, CliContext cli, EngineScope engine, DemoScript script)
{
    public Task RunAsync(StoredModel model, CancellationToken ct) => screen.StageAsync("Load it and let it speak", async () =>
    {
        await using var session = await RunCommand.LoadAsync(cli, engine, model, new OpenOptions(), ct);
        screen.Say($"engine    {session.Limits.Engine}, context {session.Limits.ContextTokens} tokens");
        foreach (var resident in await engine.Sessions.ListAsync(ct)) screen.Say($"worker    process {resident.ProcessId}");

        cli.Terminal.Out.WriteLine();
        cli.Terminal.Out.Write(script.Prompt);
        var settings = new GenerationRequest { Sampling = new SamplingOptions { Temperature = script.Temperature }, MaxTokens = script.MaxTokens };
        var end = await new AnswerWriter(cli.Terminal).WriteAsync(new Conversation(new OwnModel(session), settings, raw: true).SayAsync(script.Prompt, ct), showRate: false, ct);
        cli.Terminal.Out.WriteLine();
        if (end is not null) screen.Say(AnswerWriter.RateLine(end));
        return end;
    });
}
