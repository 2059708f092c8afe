using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Store;

/// <summary>Locks that hold between callers and between processes: one open file each, freed by the system when a process dies.</summary>
internal sealed class StoreLocks(DataLayout layout, TimeProvider time)
{
    /// <summary>Held while files of models come, go, or are recorded.</summary>
    public const string Store = "store";

    private const string Ending = ".lock";
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes a lock, waiting for whoever has it.</summary>
    /// <param name="name">What is locked; any text.</param>
    /// <param name="waiting">Called once when it is not free at once.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The lock; dispose it to free it.</returns>
    public async Task<IDisposable> TakeAsync(string name, Action? waiting, CancellationToken ct)
    {
        var path = Path.Combine(layout.Locks, DataLayout.Digest(name) + Ending);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (TryTake(path, FileMode.OpenOrCreate) is { } held) return held;
            waiting?.Invoke();
            waiting = null;
            await Task.Delay(Poll, time, ct);
        }
    }

    /// <summary>Deletes lock files that nobody holds and that are older than a moment; returns how many.</summary>
    public int Clean(DateTimeOffset before)
    {
        // Elsewhere it cannot be told whether a lock that was just taken is on a file that was just deleted.
        if (!OperatingSystem.IsLinux() || !Directory.Exists(layout.Locks)) return 0;
        var cleaned = 0;
        foreach (var file in new DirectoryInfo(layout.Locks).EnumerateFiles("*" + Ending).Where(file => file.LastWriteTimeUtc < before).ToList())
        {
            using var held = TryTake(file.FullName, FileMode.Open);
            if (held is null) continue;
            file.Delete();
            cleaned++;
        }
        return cleaned;
    }

    private static FileStream? TryTake(string path, FileMode mode)
    {
        try
        {
            if (mode == FileMode.OpenOrCreate) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
            if (!IsDeleted(file)) return file;
            file.Dispose();
            return null;
        }
        catch (IOException e) when (IsHeld(e) || (e is FileNotFoundException && mode == FileMode.Open))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"The lock {path} cannot be opened: {e.Message.TrimEnd('.')}; choose another data directory with GOAT_HOME.", e);
        }
    }

    /// <summary>Who opened a lock file just before it was cleaned away holds a lock that nobody else will look at (proc(5), /proc/pid/fd).</summary>
    private static bool IsDeleted(FileStream file)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");
        return new FileInfo(link).LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) == true;
    }

    /// <summary>Whether an open failed because another holds the file: EWOULDBLOCK from flock(2), or a sharing violation.</summary>
    private static bool IsHeld(IOException e) =>
        e.HResult == (OperatingSystem.IsWindows() ? WindowsSharingViolation : OperatingSystem.IsMacOS() ? 35 : 11);
}
