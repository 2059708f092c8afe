using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>The inscriptions that were begun and are not known to be mined: a file each, which only its owner may read.</summary>
internal sealed class RecoveryFolder(string dataDirectory)
{
    private const int MaximumLength = 4 << 20;

    private readonly string _folder = Path.Combine(dataDirectory, "inscribing");

    /// <summary>Keeps a record; when this returns it outlives a loss of power.</summary>
    public async Task<string> KeepAsync(RecoveryRecord record, CancellationToken ct)
    {
        var path = Path.Combine(_folder, $"{record.Inscription}.json");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
            else
            {
                Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            await using var file = new FileStream(path, options);
            await JsonSerializer.SerializeAsync(file, record, RecoveryJson.Default.RecoveryRecord, ct);
            await file.FlushAsync(ct);
            file.Flush(flushToDisk: true);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"Keeping what a recovery would need in {path} failed, so nothing was sent: {error.Message.TrimEnd('.')}; make room there.",
                error);
        }
    }

    /// <summary>Every record that is kept, by its path; null where a file is none.</summary>
    public async Task<IReadOnlyList<(string Path, RecoveryRecord? Record)>> ReadAsync(CancellationToken ct)
    {
        var found = new List<(string, RecoveryRecord?)>();
        if (!Directory.Exists(_folder)) return found;
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal))
        {
            found.Add((path, await ReadAsync(path, ct)));
        }
        return found;
    }

    public static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"Deleting {path}, which holds a key that is no longer needed, failed: {error.Message.TrimEnd('.')}; delete it by hand.",
                error);
        }
    }

    private static async Task<RecoveryRecord?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            if (file.Length > MaximumLength) return null;
            return (await JsonSerializer.DeserializeAsync(file, RecoveryJson.Default.RecoveryRecord, ct))?.Opened();
        }
        catch (JsonException)
        {
            return null; // Cut off while it was written, so before anything was sent: the caller says so.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading {path} failed: {error.Message.TrimEnd('.')}; see who owns it.", error);
        }
    }
}
