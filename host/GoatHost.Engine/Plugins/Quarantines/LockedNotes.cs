using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>Small files about plugins, each held locked by the process that made it: one that is not locked tells of a process that died.</summary>
internal sealed partial class LockedNotes(string folder, ILogger log)
{
    /// <summary>Makes a file for a plugin, empty and locked. Null where none can be written: a full disk stops no plugin.</summary>
    public FileStream? Create(string id)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{id}@{Guid.NewGuid():N}");
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnmarked(log, id, e.Message);
            return null;
        }
    }

    /// <summary>What dead processes left about a plugin. An empty file tells of nothing: it was just made, or its process ended well.</summary>
    public IReadOnlyList<DeadNote> Dead(string id)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.GetFiles(folder, $"{id}@*").Select(Read).OfType<DeadNote>()];
    }

    public void Forget(string id)
    {
        foreach (var note in Dead(id)) Remove(note.Path);
    }

    public void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStays(log, path, e.Message);
        }
    }

    private static DeadNote? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            if (file.Length == 0) return null;
            var bytes = new byte[(int)Math.Min(file.Length, DeadNote.MostBytes)];
            file.ReadExactly(bytes);
            return new DeadNote(path, File.GetLastWriteTimeUtc(path), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // locked by a process that lives, or taken away meanwhile
        }
    }

    [LoggerMessage(EventIds.PluginStartUnnoted, LogLevel.Warning,
        "nothing can be noted of {Plugin}, so a crash over it would go unseen: {Reason}")]
    private static partial void LogUnmarked(ILogger log, string plugin, string reason);

    [LoggerMessage(EventIds.StartMarkerStays, LogLevel.Warning, "{Path} stays: {Reason}")]
    private static partial void LogStays(ILogger log, string path, string reason);
}
