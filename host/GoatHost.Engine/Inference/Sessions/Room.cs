using GoatHost.Abstractions;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>The memory there is for one more model beside others.</summary>
/// <remarks>
/// Weights that are mapped from a file count as available to the system, since it could drop their pages; dropping them is what makes a machine
/// crawl. So what the others were judged to need is taken from the whole as well, and the smaller figure holds.
/// </remarks>
internal sealed class Room(MachineMemory machine, IReadOnlyList<ResidentEntry> others)
{
    private readonly long _held = others.Sum(InMain);
    private readonly long _heldOnGpus = others.Sum(OnGpu);

    public FitVerdict Judge(ModelSummary model, int? context) =>
        MachineFit.Judge(model, machine with { Available = Math.Max(0, Math.Min(machine.Available, machine.Total - _held)) }, context);

    /// <summary>Whether it would not even fit if every other model were unloaded.</summary>
    public bool IsHopeless(ModelSummary model, int? context)
    {
        var alone = machine with
        {
            Available = Math.Min(machine.Total, machine.Available + _held),
            Gpus = [.. machine.Gpus.Select((gpu, at) => at == 0 ? gpu with { FreeMemory = gpu.FreeMemory + _heldOnGpus } : gpu)],
        };
        var verdict = MachineFit.Judge(model, alone, context);
        return verdict.Kind == FitKind.TooLarge || (verdict.Kind == FitKind.FitsWithLessContext && context is not null);
    }

    private static long InMain(ResidentEntry entry) => Math.Max(0, entry.PlannedBytes - OnGpu(entry));

    private static long OnGpu(ResidentEntry entry) => entry.Session?.Limits.GpuMemory ?? 0;
}
