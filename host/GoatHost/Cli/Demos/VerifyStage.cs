using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Store;

namespace GoatHost.Cli.Demos;

/// <summary>Stage 3: the file on disk hashed once more against what was inscribed, its structure, and whether it fits.</summary>
internal sealed class VerifyStage(DemoScreen screen, EngineScope engine)
{
    public Task RunAsync(ModelDescription model, StoredModel stored, CancellationToken ct) => screen.StageAsync("Verify the file against the inscription", async () =>
    {
        var verified = await engine.Verifier.VerifyAsync(stored, hashed: null, ct);
        foreach (var file in verified.Files)
        {
            screen.Say($"file      {file.FullPath}, {Quantities.Bytes(file.Size)}");
            screen.Say($"sha256    {file.Sha256}");
            screen.Say(model.Files.Any(named => named.Sha256 == file.Sha256) ? "          ✓ the one that is inscribed" : "          · no digest of it is inscribed (unproven)");
        }
        screen.Say("structure ✓ every tensor lies inside the file");
        screen.Say($"model     {ModelReport.SummaryLine(verified.Summary)}");
        screen.Say($"fit       {(await FitJudge.JudgeAsync(engine, stored, ct)).Sentence}");
        return verified;
    });
}
