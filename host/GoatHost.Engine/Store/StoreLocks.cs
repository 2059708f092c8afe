using GoatHost.Abstractions;

namespace GoatHost.Engine.Store;

/// <summary>Locks that hold between callers and between processes: one open file each, freed by the system when a process dies.</summary>
internal sealed class StoreLocks(DataLayout layout, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes a lock, waiting for whoever has it.</summary>
    /// <param name="name">What is locked; any text.</param>
    /// <param name="waiting">Called once when it is not free at once.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The lock; dispose it to free it.</returns>
    public async Task<IDisposable> TakeAsync(string name, Action? waiting, CancellationToken ct)
    {
        var path = Path.Combine(layout.Locks, DataLayout.Digest(name) + ".lock");
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            if (TryOpen(path) is { } held) return held;
            waiting?.Invoke();
            waiting = null;
            await Task.Delay(Poll, time, ct);
        }
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null; // Another holds it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"The lock {path} cannot be opened: {e.Message.TrimEnd('.')}; choose another data directory with GOAT_HOME.", e);
        }
    }
}
