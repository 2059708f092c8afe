using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli.Demos;

/// <summary>Stage 1: what the chain holds, and the proof of what is wanted of it.</summary>
internal sealed class FindStage(DemoScreen screen, EngineScope engine, DemoScript script)
{
    public Task<ModelDescription> RunAsync(CancellationToken ct) => screen.StageAsync("Find the model on the chain, and prove it", async () =>
    {
        await DiscoverAsync(ct);
        screen.Say($"wanted  {script.Want}");
        var model = await engine.References.ResolveAsync(new Reference(script.Want), ct);
        screen.Say($"        {model.Title ?? model.Name}; licence {model.License ?? "not given"}; {model.Files.Count} files");
        foreach (var proof in model.Proofs) screen.Say($"  {ShortHashes.In(ModelReport.ProofLine(proof))}");
        return model;
    });

    private async Task DiscoverAsync(CancellationToken ct)
    {
        var news = 0;
        await foreach (var discovery in engine.Discovery.RunAsync(ct))
        {
            if (Describe(discovery) is not { } line) continue;
            news++;
            screen.Say(line);
        }
        if (news == 0) screen.Say("nothing new since the last look");
    }

    internal static string? Describe(Discovery discovery) => discovery switch
    {
        ModelFound found => $"found   {found.Description.Origin.Text}  {found.Description.Name}, {Digests(found.Description)}",
        ModelRefused refused => $"refused {refused.Reference.Text}: {ShortHashes.In(refused.Reason)}",
        ModelGone gone => $"gone    {gone.Reference.Text}",
        _ => null,
    };

    private static string Digests(ModelDescription model)
    {
        var digests = model.Files.Count(file => file.Sha256 is not null);
        return model.Files.Count == 0 ? "a locator alone" : $"{digests} of {model.Files.Count} files with SHA-256";
    }
}
