namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>How much a peer may send that nobody asked for, by the minute.</summary>
internal sealed class UnaskedBudget(TimeProvider clock)
{
    public const int MaximumFrames = 1000, MaximumBytes = 8 << 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private long _since = clock.GetTimestamp();
    private int _frames, _bytes;

    public void Spend(int bytes)
    {
        if (clock.GetElapsedTime(_since) > Window) (_since, _frames, _bytes) = (clock.GetTimestamp(), 0, 0);
        _frames++;
        _bytes += bytes;
        if (_frames > MaximumFrames || _bytes > MaximumBytes)
        {
            throw new PeerFaultException($"it sent {_frames} messages, {_bytes} bytes, within a minute that nobody asked for");
        }
    }
}
