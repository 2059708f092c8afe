using System.Buffers.Binary;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>A file for each plugin in use, that says how many calls of it are in flight: a process that died leaves word of whom it was calling.</summary>
/// <remarks>
/// A kill from outside, and a native abort, look the same afterwards. So a death is only ever told as what it was, and only several within
/// an hour keep a plugin out. Transfers and commands are not counted: they last, and a person who kills goat mostly does it in the midst of one.
/// </remarks>
internal sealed class CallMarkers(string dataDirectory, TimeProvider time, ILogger log)
{
    /// <summary>Deaths after which a plugin is kept out.</summary>
    public const int Most = 3;

    private static readonly TimeSpan Within = TimeSpan.FromHours(1);

    private readonly LockedNotes _notes = new(Path.Combine(dataDirectory, "plugins", ".calls"), log);

    /// <summary>Begins to count. Null where no file can be written or mapped.</summary>
    public CallMarker? Begin(string id)
    {
        if (_notes.Create(id) is not { } file) return null;
        try
        {
            return new CallMarker(file, _notes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Dispose();
            _notes.Remove(file.Name);
            return null;
        }
    }

    /// <summary>How many processes died within the last hour while they were calling the plugin.</summary>
    public int Deaths(string id)
    {
        var (now, deaths) = (time.GetUtcNow(), 0);
        // When the whole machine went down, no plugin did it.
        var boot = now - TimeSpan.FromMilliseconds(Environment.TickCount64);
        foreach (var note in _notes.Dead(id))
        {
            var wasCalled = BinaryPrimitives.TryReadInt32LittleEndian(note.Bytes, out var calls) && calls > 0;
            if (wasCalled && note.At > boot && note.At > now - Within) deaths++;
            else _notes.Remove(note.Path);
        }
        return deaths;
    }

    public void Forget(string id) => _notes.Forget(id);
}
