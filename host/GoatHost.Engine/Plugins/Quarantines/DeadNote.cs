namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>What a process that died had noted of a plugin.</summary>
/// <param name="At">When it was last written.</param>
internal sealed record DeadNote(string Path, DateTimeOffset At, byte[] Bytes)
{
    public const int MostBytes = 64;
}
