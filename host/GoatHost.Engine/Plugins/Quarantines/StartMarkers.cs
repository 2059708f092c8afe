using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>A file for each plugin that is being loaded, held locked by its process: one that lies there unlocked tells of a process that died over it.</summary>
internal sealed partial class StartMarkers(string dataDirectory, ILogger log)
{
    private string Folder => Path.Combine(dataDirectory, "plugins", ".starting");

    /// <summary>Marks the beginning; disposing marks the end. Null where no file can be written: a full disk stops no plugin.</summary>
    public IDisposable? Begin(string id)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var path = Path.Combine(Folder, $"{id}@{Guid.NewGuid():N}");
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            // Content only under the lock: whoever looks in between finds an empty file, which tells of nothing.
            file.Write("starting\n"u8);
            file.Flush(flushToDisk: true);
            return new Marker(file, path, log);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnmarked(log, id, e.Message);
            return null;
        }
    }

    /// <summary>How many processes died while they loaded the plugin, since it last came up.</summary>
    public int Deaths(string id) => Files(id).Count(IsDead);

    public void Forget(string id)
    {
        foreach (var path in Files(id).Where(IsDead)) Remove(path, log);
    }

    private string[] Files(string id) => Directory.Exists(Folder) ? Directory.GetFiles(Folder, $"{id}@*") : [];

    private static bool IsDead(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return file.Length > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // locked by a process that lives, or taken away meanwhile
        }
    }

    private static void Remove(string path, ILogger log)
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

    [LoggerMessage(EventIds.PluginStartUnnoted, LogLevel.Warning, "the start of {Plugin} cannot be noted, so a crash over it would go unseen: {Reason}")]
    private static partial void LogUnmarked(ILogger log, string plugin, string reason);

    [LoggerMessage(EventIds.StartMarkerStays, LogLevel.Warning, "{Path} stays: {Reason}")]
    private static partial void LogStays(ILogger log, string path, string reason);

    private sealed class Marker(FileStream file, string path, ILogger log) : IDisposable
    {
        public void Dispose()
        {
            // Emptied before it is unlocked, so that at no moment it looks like a crash.
            file.SetLength(0);
            file.Dispose();
            Remove(path, log);
        }
    }
}
