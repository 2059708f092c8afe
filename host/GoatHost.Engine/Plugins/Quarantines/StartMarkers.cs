using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>A file for each plugin that is being loaded: one that lies there unlocked tells of a process that died over it.</summary>
internal sealed class StartMarkers(string dataDirectory, ILogger log)
{
    private readonly LockedNotes _notes = new(Path.Combine(dataDirectory, "plugins", ".starting"), log);

    /// <summary>Marks the beginning; disposing marks the end. Null where no file can be written.</summary>
    public IDisposable? Begin(string id)
    {
        if (_notes.Create(id) is not { } file) return null;
        file.Write("starting\n"u8);
        file.Flush(flushToDisk: true);
        return new Marker(file, _notes);
    }

    /// <summary>How many processes died while they loaded the plugin, since it last came up.</summary>
    public int Deaths(string id) => _notes.Dead(id).Count;

    public void Forget(string id) => _notes.Forget(id);

    private sealed class Marker(FileStream file, LockedNotes notes) : IDisposable
    {
        public void Dispose()
        {
            // Emptied before it is unlocked, so that at no moment it looks like a crash.
            file.SetLength(0);
            file.Dispose();
            notes.Remove(file.Name);
        }
    }
}
