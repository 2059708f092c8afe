using System.Buffers;
using System.Buffers.Binary;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Peer
{
    private const int BlocksPerSend = 16;

    private async Task SendAsync(CancellationToken ct)
    {
        var spare = ArrayPool<byte>.Shared.Rent(4096);
        var blocks = Array.Empty<byte>();
        var bytes = Array.Empty<byte>();
        var run = new BlockRequest[BlocksPerSend];
        try
        {
            while (await Outbox.WaitAsync(ct))
            {
                Outbox.Signalled();
                while (true)
                {
                    var length = Outbox.TakeBytes(ref spare);
                    if (length > 0) await SendAsync(spare.AsMemory(0, length), ct);
                    var count = Outbox.TakeUploads(run);
                    if (count > 0)
                    {
                        if (blocks.Length == 0) (blocks, bytes) = (RentBlocks(), RentBlocks());
                        await SendAsync(await BuildAsync(run.AsMemory(0, count), blocks, bytes, ct), ct);
                        swarm.BlocksSent(this, run.AsSpan(0, count));
                    }
                    if (count == 0 && length == 0) break;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(spare);
            if (blocks.Length > 0) ArrayPool<byte>.Shared.Return(blocks);
            if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static byte[] RentBlocks() => ArrayPool<byte>.Shared.Rent(BlocksPerSend * (Swarm.MaxRequest + BlockHead));

    // Neighbouring blocks are read from disk at once, then each gets its head.
    private async ValueTask<Memory<byte>> BuildAsync(ReadOnlyMemory<BlockRequest> run, byte[] blocks, byte[] bytes, CancellationToken ct)
    {
        var (first, last) = (run.Span[0], run.Span[^1]);
        var data = bytes.AsMemory(0, last.Offset + last.Length - first.Offset);
        await swarm.ReadAsync(first.Piece, first.Offset, data, ct);
        var at = 0;
        foreach (var block in run.Span)
        {
            var message = blocks.AsSpan(at);
            BinaryPrimitives.WriteInt32BigEndian(message, 9 + block.Length);
            message[4] = (byte)MessageId.Piece;
            BinaryPrimitives.WriteInt32BigEndian(message[5..], block.Piece);
            BinaryPrimitives.WriteInt32BigEndian(message[9..], block.Offset);
            data.Span.Slice(block.Offset - first.Offset, block.Length).CopyTo(message[BlockHead..]);
            at += BlockHead + block.Length;
        }
        return blocks.AsMemory(0, at);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        IsSending = true;
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, ct)..];
            LastSent = swarm.Clock.GetTimestamp();
        }
        IsSending = false;
    }
}
