using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Composition;

namespace GoatHost.Http.Keys;

/// <summary>The keys that clients may send, in the data directory; only this user can read the file, and there is no key in it.</summary>
internal sealed class KeyFile(string dataDirectory)
{
    private const int MostKeys = 100;
    private const int LongestName = 64;
    private const int LongestFile = 1 << 20;

    private string Path => System.IO.Path.Combine(dataDirectory, "api-keys.json");

    /// <summary>Changes whenever the file does.</summary>
    public (DateTime Written, long Length) Stamp
    {
        get
        {
            var file = new FileInfo(Path);
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        }
    }

    public async Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(Path);
            if (file.Length > LongestFile) throw new JsonException("it is far too long");
            return await JsonSerializer.DeserializeAsync(file, KeyJson.Default.IReadOnlyListStoredKey, ct)
                ?? throw new JsonException("it holds no list");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException e)
        {
            throw new GoatException(
                $"The keys in {Path} cannot be read ({e.Message.TrimEnd('.')}): delete the file and make new ones with goat key add.", e);
        }
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">How to call it; null for key-1, key-2, ….</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Its name and the key itself, which is kept nowhere.</returns>
    public async Task<(string Name, string Key)> AddAsync(string? name, DateTimeOffset now, CancellationToken ct)
    {
        using var held = Hold();
        var keys = await ReadAsync(ct);
        if (keys.Count >= MostKeys) throw new GoatException($"There are {keys.Count} keys already: remove one with goat key remove.");
        name ??= FreeName(keys);
        if (!IsName(name)) throw new UsageException($"'{name}' is no name for a key: letters, digits, '.', '_' and '-', at most {LongestName}.");
        if (keys.Any(key => key.Name == name)) throw new GoatException($"There is a key named {name} already: remove it first, or take another name.");
        var (stored, secret) = StoredKey.Make(name, now);
        await WriteAsync([.. keys, stored], ct);
        return (name, secret);
    }

    public async Task RemoveAsync(string name, CancellationToken ct)
    {
        using var held = Hold();
        var keys = await ReadAsync(ct);
        if (keys.All(key => key.Name != name)) throw new GoatException($"There is no key named {name}: goat key list names those there are.");
        await WriteAsync([.. keys.Where(key => key.Name != name)], ct);
    }

    private static string FreeName(IReadOnlyList<StoredKey> keys) => Enumerable.Range(1, MostKeys)
        .Select(number => FormattableString.Invariant($"key-{number}"))
        .First(name => keys.All(key => key.Name != name));

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>Two who change the file at once would lose one change.</summary>
    private FileStream Hold()
    {
        Directory.CreateDirectory(dataDirectory);
        return new FileStream(Path + ".lock", Private(FileMode.OpenOrCreate));
    }

    private async Task WriteAsync(IReadOnlyList<StoredKey> keys, CancellationToken ct)
    {
        var part = Path + ".part";
        File.Delete(part);
        await using (var file = new FileStream(part, Private(FileMode.CreateNew)))
        {
            await JsonSerializer.SerializeAsync(file, keys, KeyJson.Default.IReadOnlyListStoredKey, ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, Path, overwrite: true);
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
