using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>How much memory a model may use on this machine.</summary>
internal interface IMachineMemory
{
    /// <summary>Bytes in all, the container's limit included. Not what is free now: the choice of a model should not change with the hour.</summary>
    long Total { get; }
}

/// <summary>This machine's memory.</summary>
internal sealed class ThisMachine : IMachineMemory
{
    public long Total => MachineMemory.Read().Total;
}
