using System.Globalization;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>The lines of the record: <c>+ hash id height position block level time</c>, <c>- block height</c>, <c>= from to</c>.</summary>
internal static class FirstLine
{
    public const char Seen = '+', Gone = '-', Read = '=';

    public static string Of(string hash, Sighting sighting) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seen} {hash} {sighting.Id} {sighting.Height} {sighting.Position} {sighting.Block} {(int)sighting.Level} {sighting.Time}");

    public static string Removed(Hash256 block, int height) => string.Create(CultureInfo.InvariantCulture, $"{Gone} {block} {height}");

    public static string Range(int from, int to) => string.Create(CultureInfo.InvariantCulture, $"{Read} {from} {to}");

    /// <summary>Reads a sighting of one hash; null for any other line, and for one that a crash cut off.</summary>
    public static Sighting? TryReadSighting(string line, string hash)
    {
        var words = line.Split(' ');
        return words is [[Seen], var named, var text, var height, var position, var block, var level, var time] && named == hash
            && InscriptionId.TryParse(text, out var id) && Hash256.TryParse(block, out var mined)
            && TryNumber(height, out var at) && TryNumber(position, out var place) && TryNumber(level, out var proven)
            && uint.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new(id, at, place, mined, (ProofLevel)Math.Clamp(proven, (int)ProofLevel.Parsed, (int)ProofLevel.Witnessed), seconds)
            : null;
    }

    public static bool TryReadRemoved(string line, out Hash256 block, out int height)
    {
        (block, height) = (default, 0);
        return line.Split(' ') is [[Gone], var hash, var text] && Hash256.TryParse(hash, out block) && TryNumber(text, out height);
    }

    public static bool TryReadRange(string line, out int from, out int to)
    {
        (from, to) = (0, 0);
        return line.Split(' ') is [[Read], var first, var last] && TryNumber(first, out from) && TryNumber(last, out to) && from <= to;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
