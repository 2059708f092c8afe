using System.Threading.Channels;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Storage;

namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>Hashes and writes whole pieces on tasks of its own, so that receiving never waits for a disk.</summary>
internal sealed class PieceWorkers(TorrentInfo info, TorrentStorage storage, int capacity)
{
    // Never full: there are as many places as there are piece buffers.
    private readonly Channel<ActivePiece> _pieces = Channel.CreateBounded<ActivePiece>(capacity);

    /// <summary>Hands over a whole piece; after a failed write nothing is taken any more.</summary>
    public void Add(ActivePiece piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>Works until cancelled or until a write fails, which ends the transfer.</summary>
    /// <param name="done">Told of each piece, and whether it matched its hash.</param>
    /// <param name="ct">Ends the work.</param>
    public Task RunAsync(Action<ActivePiece, bool> done, CancellationToken ct)
    {
        var workers = Math.Clamp(Environment.ProcessorCount, 1, 4);
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(done, ct), ct)));
    }

    private async Task WorkAsync(Action<ActivePiece, bool> done, CancellationToken ct)
    {
        try
        {
            await foreach (var piece in _pieces.Reader.ReadAllAsync(ct))
            {
                var bytes = piece.Buffer.AsMemory(0, piece.Size);
                var matches = info.Matches(piece.Index, bytes.Span);
                if (matches) await storage.WriteAsync(piece.Index, bytes, ct);
                done(piece, matches);
            }
        }
        finally
        {
            // One that fails ends them all: the disk is full for each.
            _pieces.Writer.TryComplete();
        }
    }
}
