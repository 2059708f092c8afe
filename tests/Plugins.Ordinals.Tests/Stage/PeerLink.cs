using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A scripted peer's end of one connection.</summary>
internal sealed class PeerLink(Stream stream, Network network)
{
    public async Task SendAsync(string command, params byte[] payload) =>
        await SendRawAsync(FrameCodec.Write(network.MagicBytes, command, payload));

    public async Task SendRawAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    public Task SendHeadersAsync(params IReadOnlyCollection<BlockHeader> headers) => SendAsync(Commands.Headers, Write(headers));

    public Task<Frame> ReadAsync(CancellationToken ct) => FrameCodec.ReadAsync(stream, network.MagicBytes, ct);

    public void Close() => stream.Dispose();

    public static byte[] Write(IReadOnlyCollection<BlockHeader> headers)
    {
        var count = headers.Count < 0xfd ? new[] { (byte)headers.Count } : [0xfd, (byte)headers.Count, (byte)(headers.Count >> 8)];
        var bytes = new byte[count.Length + headers.Count * (BlockHeader.Size + 1)];
        count.CopyTo(bytes, 0);
        foreach (var (i, header) in headers.Index()) header.CopyTo(bytes.AsSpan(count.Length + i * (BlockHeader.Size + 1)));
        return bytes;
    }
}
