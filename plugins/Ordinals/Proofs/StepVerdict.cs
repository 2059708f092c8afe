namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>How a step of a proof ended.</summary>
internal enum StepOutcome
{
    /// <summary>What it needs was not there.</summary>
    Absent,

    /// <summary>It holds.</summary>
    Ok,

    /// <summary>It was shown to be false.</summary>
    Refused,
}

/// <summary>How one step of a proof came out, and against what, or why not.</summary>
internal readonly record struct StepVerdict
{
    private readonly string? _reason;

    private StepVerdict(StepOutcome outcome, string reason) => (Outcome, _reason) = (outcome, reason);

    public StepOutcome Outcome { get; }

    /// <summary>What it was checked against, why it could not be, or the flaw: a clause without a capital and a full stop.</summary>
    public string Reason => _reason ?? "nothing was given to check it by";

    public bool IsOk => Outcome == StepOutcome.Ok;

    public bool IsRefused => Outcome == StepOutcome.Refused;

    public static StepVerdict Ok(string against) => new(StepOutcome.Ok, against);

    public static StepVerdict Absent(string why) => new(StepOutcome.Absent, why);

    public static StepVerdict Refused(string flaw) => new(StepOutcome.Refused, flaw);

    /// <summary><c>ok</c>, <c>absent</c> or <c>refused: reason</c>, for programs.</summary>
    public override string ToString() => Outcome switch
    {
        StepOutcome.Ok => "ok",
        StepOutcome.Refused => $"refused: {Reason}",
        _ => "absent",
    };
}
