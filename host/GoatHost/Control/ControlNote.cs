using System.Globalization;
using System.Text.Json;

namespace GoatHost.Control;

/// <summary>Where a running server can be told something: a small file in the data directory, one for each server.</summary>
/// <param name="Socket">The path of its control socket, in a folder that only this user can enter.</param>
internal sealed record ControlNote(int ProcessId, string Socket)
{
    private const int LongestNote = 4096;

    /// <summary>The server's <see cref="ControlBuild.Id"/>; null from one that is older than this field.</summary>
    public string? Build { get; init; }

    public static string Folder(string dataDirectory) => Path.Combine(dataDirectory, "serving");

    public string PathIn(string dataDirectory) => Path.Combine(Folder(dataDirectory), string.Create(CultureInfo.InvariantCulture, $"{ProcessId}.json"));

    public async Task WriteAsync(string dataDirectory, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder(dataDirectory));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(PathIn(dataDirectory), options);
        await JsonSerializer.SerializeAsync(file, this, ControlJson.Default.ControlNote, ct);
    }

    /// <summary>The notes of servers that run or once ran.</summary>
    public static async Task<IReadOnlyList<ControlNote>> ReadAllAsync(string dataDirectory, CancellationToken ct)
    {
        var notes = new List<ControlNote>();
        if (!Directory.Exists(Folder(dataDirectory))) return notes;
        foreach (var path in Directory.GetFiles(Folder(dataDirectory), "*.json").Order(StringComparer.Ordinal))
        {
            if (await ReadAsync(path, ct) is { } note && note.PathIn(dataDirectory) == path) notes.Add(note);
        }
        return notes;
    }

    private static async Task<ControlNote?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return file.Length > LongestNote ? null : await JsonSerializer.DeserializeAsync(file, ControlJson.Default.ControlNote, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // just being written, or taken away, or not a note: its server cannot be reached this way
        }
    }
}
