using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;

namespace GoatHost.Composition;

/// <summary>Whether a model fits this machine: its memory, and that of the devices the runtimes know.</summary>
internal static class FitJudge
{
    public static async Task<FitVerdict> JudgeAsync(EngineScope engine, StoredModel model, CancellationToken ct)
    {
        var host = await engine.StartPluginsAsync(ct);
        var devices = new List<ComputeDevice>();
        foreach (var runtime in host.Runtimes) devices.AddRange(await DevicesAsync(runtime, ct));
        return MachineFit.Judge(model.Summary, MachineMemory.Read(devices));
    }

    private static async Task<IReadOnlyList<ComputeDevice>> DevicesAsync(IRuntime runtime, CancellationToken ct)
    {
        try
        {
            return await runtime.ListDevicesAsync(ct);
        }
        catch (GoatException)
        {
            // A runtime that cannot say counts as one without devices; goat doctor tells why.
            return [];
        }
    }
}
