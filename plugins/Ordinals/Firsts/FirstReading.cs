using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>Goes through the lines of the record for one torrent, in the order they were written.</summary>
internal sealed class FirstReading(string hash)
{
    private readonly Dictionary<InscriptionId, Sighting> _seen = [];
    private readonly List<(int From, int To)> _ranges = [];

    public void Take(string line)
    {
        if (FirstLine.TryReadSighting(line, hash) is { } sighting) _seen[sighting.Id] = sighting;
        else if (FirstLine.TryReadRemoved(line, out var block, out var height))
        {
            foreach (var gone in _seen.Values.Where(one => one.Block == block).ToList()) _seen.Remove(gone.Id);
            Cut(height);
        }
        else if (FirstLine.TryReadRange(line, out var from, out var to)) Join(from, to);
    }

    public FirstRecord Result()
    {
        var first = _seen.Values.OrderBy(one => one.Height).ThenBy(one => one.Position).ThenBy(one => one.Id.Index).FirstOrDefault();
        var range = _ranges.Find(range => first is null || (range.From <= first.Height && first.Height <= range.To));
        return new(first, Math.Max(0, _seen.Count - 1), range.From, range.To);
    }

    /// <summary>What stands at a height and above was removed from the chain, and is to be read again.</summary>
    private void Cut(int height)
    {
        for (var i = 0; i < _ranges.Count; i++) _ranges[i] = (_ranges[i].From, Math.Min(_ranges[i].To, height - 1));
        _ranges.RemoveAll(range => range.To < range.From);
    }

    private void Join(int from, int to)
    {
        foreach (var touching in _ranges.Where(range => range.From <= to + 1 && from <= range.To + 1).ToList())
        {
            _ranges.Remove(touching);
            (from, to) = (Math.Min(from, touching.From), Math.Max(to, touching.To));
        }
        _ranges.Add((from, to));
        _ranges.Sort();
    }
}
