using System.Net.Sockets;

namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>Whole reads and writes on a socket, for the handshake.</summary>
internal static class SocketReads
{
    public static async Task ReceiveExactlyAsync(this Socket socket, Memory<byte> buffer, CancellationToken ct)
    {
        while (buffer.Length > 0)
        {
            var count = await socket.ReceiveAsync(buffer, ct);
            if (count == 0) throw new PeerFaultException("it closed the connection in the handshake");
            buffer = buffer[count..];
        }
    }

    public static async Task SendAllAsync(this Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, ct)..];
    }
}
