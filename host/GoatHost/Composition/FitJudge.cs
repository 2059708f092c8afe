using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;

namespace GoatHost.Composition;

/// <summary>Whether a model fits this machine: its memory, and that of the devices the runtimes know.</summary>
internal static class FitJudge
{
    public static async Task<FitVerdict> JudgeAsync(EngineScope engine, StoredModel model, CancellationToken ct) =>
        MachineFit.Judge(model.Summary, MachineMemory.Read(await engine.Devices.RecallAsync(ct)));
}
