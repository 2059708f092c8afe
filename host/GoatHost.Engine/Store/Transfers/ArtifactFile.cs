using GoatHost.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>A file that is being fetched: holes are filled in any order, and what is durably on disk is remembered.</summary>
internal sealed class ArtifactFile : IArtifactFile, IAsyncDisposable
{
    /// <summary>A GGUF header tells architecture and quantization; it is mostly within the first MiB.</summary>
    private const long UrgentBytes = 1 << 20;

    private readonly TransferRecords _records;
    private readonly TransferRecord _record;
    private readonly SafeFileHandle _handle;
    private readonly RangeSet _written;
    private readonly Lock _guard = new();
    private readonly SemaphoreSlim _saving = new(1);
    private bool _changed;

    private ArtifactFile(string path, TransferRecords records, TransferRecord record, SafeFileHandle handle)
    {
        (Path, _records, _record, _handle) = (path, records, record, handle);
        _written = new RangeSet([new ByteRange(0, record.Length)]);
        foreach (var range in record.Missing) _written.Remove(range);
    }

    public string Path { get; }

    public string FullPath => _record.FullPath;

    public long Length => _record.Length;

    /// <summary>Bytes that are there, each counted once.</summary>
    public long Written
    {
        get { lock (_guard) return _written.Count; }
    }

    public bool IsWhole => Written == Length;

    /// <summary>Why this disk takes no more of it; null while it does. No other place to fetch from would help.</summary>
    public GoatException? Failure { get; private set; }

    public IReadOnlyList<ByteRange> Missing
    {
        get { lock (_guard) return _written.MissingIn(new ByteRange(0, Length)); }
    }

    public ByteRange Urgent
    {
        get
        {
            if (!Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) return default;
            lock (_guard) return _written.MissingIn(new ByteRange(0, Math.Min(UrgentBytes, Length))).FirstOrDefault();
        }
    }

    /// <summary>Opens the file, new or where it was left. What does not match its record is forgotten and fetched again.</summary>
    public static async Task<ArtifactFile> OpenAsync(
        TransferRecords records, string path, string fullPath, long length, string identity, CancellationToken ct)
    {
        var record = await records.FindAsync(fullPath, ct);
        var known = record is not null && record.Identity == identity && record.Length == length
            && FileStamp.Of(fullPath) is { } stamp && record.Describes(stamp);
        if (!known) record = new TransferRecord(fullPath, identity, length, [new ByteRange(0, length)], Closed: false, default, 0);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(fullPath)!);
        var handle = File.OpenHandle(fullPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
        var file = new ArtifactFile(path, records, record!, handle) { _changed = true };
        try
        {
            // Setting the length leaves a hole that takes no room until it is written.
            if (RandomAccess.GetLength(handle) != length) RandomAccess.SetLength(handle, length);
            await file.CheckpointAsync(ct);
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        if (Failure is { } failure) throw failure;
        foreach (var hole in Gaps(offset, data.Length))
        {
            try
            {
                await RandomAccess.WriteAsync(_handle, data.Slice((int)(hole.Offset - offset), (int)hole.Length), hole.Offset, ct);
            }
            catch (IOException e)
            {
                throw Failed($"cannot be written: {e.Message.TrimEnd('.')}; free some space and try again, what is there is kept", e);
            }
            lock (_guard)
            {
                _written.Add(hole);
                _changed = true;
            }
        }
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (Gaps(offset, buffer.Length).Count > 0) throw new GoatException($"{Path} has no bytes yet at {offset} for {buffer.Length}.");
        return FileBytes.ReadExactlyAsync(_handle, FullPath, offset, buffer, ct);
    }

    public void Discard(ByteRange range)
    {
        lock (_guard) _changed |= _written.Remove(range) > 0;
    }

    /// <summary>Makes durable what was written since the last time: the bytes first, then the memory of them.</summary>
    public Task CheckpointAsync(CancellationToken ct) => SaveAsync(closed: false, ct);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await SaveAsync(closed: true, CancellationToken.None);
        }
        finally
        {
            _handle.Dispose();
            _saving.Dispose();
        }
    }

    private async Task SaveAsync(bool closed, CancellationToken ct)
    {
        await _saving.WaitAsync(ct);
        try
        {
            List<ByteRange> missing;
            lock (_guard)
            {
                if (!_changed && !closed) return;
                _changed = false;
                missing = _written.MissingIn(new ByteRange(0, Length));
            }
            await FlushAsync();
            var stamp = FileStamp.Of(_handle);
            // The old record stays: it does not describe what lies there now, so all of it is fetched again.
            if (stamp.Size != Length || FileStamp.Of(FullPath)?.Inode != stamp.Inode)
                throw Failed("was deleted, replaced or cut short by another program while it was being fetched; try again");
            var record = _record with { Missing = missing, Closed = closed, ModifiedAt = stamp.ModifiedAt, Inode = stamp.Inode };
            await _records.SaveAsync(record, ct);
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            await Task.Run(() => RandomAccess.FlushToDisk(_handle), CancellationToken.None);
        }
        catch (IOException e)
        {
            throw Failed($"cannot be written: {e.Message.TrimEnd('.')}; what was recorded before is kept", e);
        }
    }

    private GoatException Failed(string what, Exception? cause = null) => Failure ??= new GoatException($"{FullPath} {what}.", cause);

    private List<ByteRange> Gaps(long offset, int length)
    {
        FileBytes.RequireInside(Path, Length, offset, length);
        lock (_guard) return _written.MissingIn(new ByteRange(offset, length));
    }
}
