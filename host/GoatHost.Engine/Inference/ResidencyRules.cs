namespace GoatHost.Engine.Inference;

/// <summary>How many models may be in memory, and for how long.</summary>
public sealed record ResidencyRules
{
    /// <summary>How long a model stays loaded after its last use when nobody says otherwise; negative for ever.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most models in memory at once; for one more, the one that was used least recently makes room.</summary>
    public int MostModels { get; init; } = 4;

    /// <summary>Whether a load that would not fit into free memory is refused. The figures are an estimate: who knows better may say so.</summary>
    public bool ChecksMemory { get; init; } = true;

    /// <summary>How long a load waits for models in use to make room before it is told to come again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long those who use a model may go on when it is to be stopped.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);
}
