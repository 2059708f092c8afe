namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>The target that a network's rules ask of the next block.</summary>
internal static class ExpectedTarget
{
    private const int Interval = 2016;
    private const long Spacing = 600, Timespan = Interval * Spacing;

    /// <summary>The bits a header on top of a parent must have; null when the headers that decide it are not known here.</summary>
    public static uint? Bits(Network network, HeaderNode parent, uint time) => network.Rule switch
    {
        DifficultyRule.Constant => network.LimitBits,
        _ when (parent.Height + 1) % Interval == 0 => Retarget(network, parent),
        DifficultyRule.Retarget => parent.Bits,
        _ when time > parent.Time + 2 * Spacing => network.LimitBits,
        _ => LastRealBits(network, parent),
    };

    private static uint? Retarget(Network network, HeaderNode parent)
    {
        if (parent.Ancestor(parent.Height - Interval + 1) is not { } first) return null;
        // BIP94 measures from the period's first block, whose target no easy block can have spoiled.
        var basis = network.Rule == DifficultyRule.RetargetFromFirst ? first.Bits : parent.Bits;
        if (!CompactTarget.TryRead(basis, out var target) || !CompactTarget.TryRead(network.LimitBits, out var limit)) return null;
        var taken = Math.Clamp((long)parent.Time - first.Time, Timespan / 4, Timespan * 4);
        var next = target * taken / Timespan;
        return CompactTarget.Write(next > limit ? limit : next);
    }

    private static uint? LastRealBits(Network network, HeaderNode parent)
    {
        var node = parent;
        while (node.Bits == network.LimitBits && node.Height % Interval != 0)
        {
            if (node.Parent is null) return null;
            node = node.Parent;
        }
        return node.Bits;
    }
}
