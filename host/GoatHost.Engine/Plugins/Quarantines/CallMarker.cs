using System.IO.MemoryMappedFiles;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>The calls of one plugin that are in flight, counted in a mapped file.</summary>
/// <remarks>The system keeps what is in it however the process ends, and a call costs no write to disk.</remarks>
internal sealed class CallMarker : IDisposable
{
    private readonly FileStream _file;
    private readonly LockedNotes _notes;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Lock _gate = new();
    private int _inFlight;
    private bool _over;

    /// <exception cref="IOException">The file cannot be mapped.</exception>
    public CallMarker(FileStream file, LockedNotes notes)
    {
        (_file, _notes) = (file, notes);
        _map = MemoryMappedFile.CreateFromFile(
            file, mapName: null, sizeof(int), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, sizeof(int));
    }

    public bool IsCalled
    {
        get
        {
            lock (_gate) return _inFlight > 0;
        }
    }

    public void Enter() => Count(1);

    public void Leave() => Count(-1);

    /// <summary>Counts no more and takes the file away: whatever ends the process now is not the plugin's doing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_over) return;
            _over = true;
            _view.Write(0, 0);
        }
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
        _notes.Remove(_file.Name);
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _inFlight += change;
            if (!_over) _view.Write(0, _inFlight);
        }
    }
}
