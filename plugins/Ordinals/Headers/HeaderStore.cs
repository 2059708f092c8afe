using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>A tree of headers that a file remembers: 80 bytes each, in the order they came, so that it only ever grows.</summary>
/// <remarks>
/// Every header is checked again when the file is read: a tail that was cut off by a crash, or changed by anyone, ends what is
/// taken from it.
/// </remarks>
internal sealed class HeaderStore : IDisposable
{
    private const int Batch = 1024;

    private readonly FileStream? _file, _lock;
    private int _saved;

    private HeaderStore(HeaderTree tree, FileStream? file, FileStream? @lock, int saved) =>
        (Tree, _file, _lock, _saved) = (tree, file, @lock, saved);

    public HeaderTree Tree { get; }

    /// <summary>Reads what is remembered of a network's headers.</summary>
    /// <param name="directory">Where the file is; null keeps the headers in memory alone.</param>
    /// <param name="network">Whose headers.</param>
    /// <param name="clock">For headers from the future.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<HeaderStore> OpenAsync(string? directory, Network network, TimeProvider clock, CancellationToken ct)
    {
        var tree = new HeaderTree(network, clock);
        tree.SetAnchor(network.GenesisHeader, 0);
        if (directory is null) return new(tree, null, null, 1);
        var path = Path.Combine(directory, $"headers-{network.Name}.dat");
        FileStream? alone = null, file = null;
        try
        {
            Directory.CreateDirectory(directory);
            alone = LockAlone(Path.ChangeExtension(path, ".lock"));
            file = new(path, FileMode.OpenOrCreate, alone is null ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite);
            var good = await ReadAsync(file, tree, ct);
            if (alone is not null)
            {
                file.SetLength((long)good * BlockHeader.Size);
                return new(tree, file, alone, good);
            }
            await file.DisposeAsync();
            return new(tree, null, null, good);
        }
        catch (Exception error)
        {
            if (file is not null) await file.DisposeAsync();
            if (alone is not null) await alone.DisposeAsync();
            if (error is not (IOException or UnauthorizedAccessException)) throw;
            throw new GoatException($"Reading the stored headers in {path} failed: {error.Message}", error);
        }
    }

    /// <summary>Writes the headers that came since the last time.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        if (_file is null || _saved == Tree.Count) return;
        try
        {
            _file.Position = (long)_saved * BlockHeader.Size;
            var bytes = new byte[Batch * BlockHeader.Size];
            for (var count = Tree.Count; _saved < count;)
            {
                var taken = Math.Min(Batch, count - _saved);
                for (var i = 0; i < taken; i++) Tree.HeaderAt(_saved + i).CopyTo(bytes.AsSpan(i * BlockHeader.Size));
                await _file.WriteAsync(bytes.AsMemory(0, taken * BlockHeader.Size), ct);
                _saved += taken;
            }
            await _file.FlushAsync(ct);
        }
        catch (IOException error)
        {
            throw new GoatException($"Storing headers in {_file.Name} failed: {error.Message}", error);
        }
    }

    /// <summary>Forgets all but the first so many headers, in the file too.</summary>
    public void Trim(int count)
    {
        Tree.Trim(count);
        if (_saved <= Tree.Count) return;
        _saved = Tree.Count;
        _file?.SetLength((long)_saved * BlockHeader.Size);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>The right to write, or null while another process has it: what that one stores is read, and no more is added.</summary>
    private static FileStream? LockAlone(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Reads headers up to the first that is not one, and tells how many they were.</summary>
    private static async Task<int> ReadAsync(FileStream file, HeaderTree tree, CancellationToken ct)
    {
        var bytes = new byte[Batch * BlockHeader.Size];
        var good = 0;
        for (int read; (read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct)) >= BlockHeader.Size;)
        {
            for (var at = 0; at + BlockHeader.Size <= read; at += BlockHeader.Size, good++)
            {
                var header = BlockHeader.Read(bytes.AsSpan(at, BlockHeader.Size));
                // The first is the genesis header, which the tree has from the start.
                if (good == 0 ? header.Hash != tree.Anchor!.Hash : tree.Restore(header) is not null) return good;
            }
        }
        return good;
    }
}
