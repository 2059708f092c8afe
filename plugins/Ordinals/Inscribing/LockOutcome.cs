namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>How it went to keep a wallet from spending a coin.</summary>
internal enum LockOutcome
{
    /// <summary>It is locked now.</summary>
    Locked,

    /// <summary>It was locked before, or is spent.</summary>
    WasSafe,

    /// <summary>The wallet does not lock it, and may spend it.</summary>
    Refused,
}
