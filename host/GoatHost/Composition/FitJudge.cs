using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;

namespace GoatHost.Composition;

/// <summary>Asks the engine whether a model fits this machine.</summary>
internal static class FitJudge
{
    public static Task<FitVerdict?> JudgeAsync(EngineScope engine, StoredModel model, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult<FitVerdict?>(null);
    }
}
