using GoatHost.Plugins.Ordinals.Blocks;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>What a header must be to follow another: worked for, at the right difficulty, in its time, and none but the known one.</summary>
internal sealed class HeaderRules(Network network, HeaderTable table, TimeProvider clock)
{
    private const long MaximumFuture = 2 * 60 * 60, MaximumTimewarp = 600;
    private const int MedianOf = 11, Interval = 2016;

    private readonly ExpectedTarget _target = new(network, table);
    private Difficulty? _difficulty;

    /// <summary>Says what is wrong with a header on top of a parent, or null and the work it adds.</summary>
    public string? Flaw(BlockHeader header, int parent, bool wasChecked, out UInt128 work)
    {
        work = 0;
        if (_difficulty?.Bits != header.Bits)
        {
            if (Difficulty.TryRead(header.Bits, network.LimitBits, out var bad) is not { } difficulty) return bad;
            _difficulty = difficulty;
        }
        work = _difficulty.Work;
        return _difficulty.Flaw(header.Hash)
            ?? _target.Flaw(parent, header.Time, header.Bits)
            ?? TimeFlaw(header, parent, wasChecked)
            ?? CheckpointFlaw(header, table[parent].Height + 1);
    }

    private string? TimeFlaw(BlockHeader header, int parent, bool wasChecked)
    {
        if (MedianTime(parent) is { } median && header.Time <= median)
        {
            return "its time is not later than the median of the eleven blocks before it";
        }
        if (!wasChecked && header.Time > clock.GetUtcNow().ToUnixTimeSeconds() + MaximumFuture)
        {
            return "its time is more than two hours ahead of this machine's clock";
        }
        // BIP94, "Time Warp Fix".
        ref readonly var last = ref table[parent];
        var isBound = network.Rule == DifficultyRule.RetargetFromFirst && (last.Height + 1) % Interval == 0;
        return isBound && header.Time < last.Time - MaximumTimewarp
            ? "its time goes back more than ten minutes where the difficulty changes"
            : null;
    }

    private string? CheckpointFlaw(BlockHeader header, int height) =>
        network.CheckpointAt(height) is { } known && known.Hash != header.Hash
            ? $"at height {height} the chain of {network.Name} has block {known.Hash}"
            : null;

    /// <summary>Median of the last eleven times: the next block must be later. Null where those that decide it are not here.</summary>
    private uint? MedianTime(int parent)
    {
        Span<uint> times = stackalloc uint[MedianOf];
        var count = 0;
        for (var place = parent; place >= 0 && count < MedianOf; place = table[place].Parent) times[count++] = table[place].Time;
        if (count < MedianOf && table[0].Height > 0) return null;
        times = times[..count];
        times.Sort();
        return times[count / 2];
    }
}
