namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>What a decode loop has done.</summary>
internal sealed class LoopCounts
{
    /// <summary>Batches computed.</summary>
    public int Batches { get; set; }

    /// <summary>Times that a generation was put off, since there was no room for all.</summary>
    public int PutOff { get; set; }
}
