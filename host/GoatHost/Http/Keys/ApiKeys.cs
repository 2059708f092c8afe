namespace GoatHost.Http.Keys;

/// <summary>The keys that a server takes: the one it was started with, and those of <c>goat key</c>, which may come and go while it runs.</summary>
internal sealed class ApiKeys(ApiKey? given, KeyFile? file)
{
    private Known _known = new(default, []);

    public async ValueTask<bool> MatchAsync(string? sent, CancellationToken ct)
    {
        var matches = given?.Matches(sent) ?? false;
        // Every key is compared, so that the time does not tell which one it was.
        foreach (var key in await StoredAsync(ct)) matches |= key.Matches(sent ?? "");
        return matches;
    }

    private async ValueTask<IReadOnlyList<StoredKey>> StoredAsync(CancellationToken ct)
    {
        if (file is null) return [];
        var known = Volatile.Read(ref _known);
        var stamp = file.Stamp;
        if (stamp == known.Stamp) return known.Keys;
        known = new Known(stamp, stamp == default ? [] : await file.ReadAsync(ct));
        Volatile.Write(ref _known, known);
        return known.Keys;
    }

    private sealed record Known((DateTime Written, long Length) Stamp, IReadOnlyList<StoredKey> Keys);
}
