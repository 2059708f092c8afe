using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Tests;

/// <summary>A peer whose every byte the test decides: it listens, takes connections one after the other and plays a script on
/// each.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public ScriptedPeer(TorrentInfo info, Func<Conversation, Task> script, bool isFast = true, bool isExtended = false)
    {
        _listener.Start();
        _loop = Task.Run(() => RunAsync(info, script, isFast, isExtended));
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Connections taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>Connections that the other side ended.</summary>
    public int Dropped { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    /// <summary>Plays an honest seed without metadata.</summary>
    public static async Task SeedAsync(Conversation talk, TestTorrent torrent, Func<BlockRequest, byte[], byte[]>? alter = null)
    {
        await talk.SendAsync(MessageId.HaveAll);
        await talk.SendAsync(MessageId.Unchoke);
        while (true)
        {
            var (id, body) = await talk.ReceiveAsync();
            if (id == MessageId.Request) await talk.SendBlockAsync(torrent, Conversation.Block(body), alter);
        }
    }

    private async Task RunAsync(TorrentInfo info, Func<Conversation, Task> script, bool isFast, bool isExtended)
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Taken++;
                var talk = new Conversation(socket, _stop.Token);
                try
                {
                    await talk.GreetAsync(new Handshake(info.Hash, PeerId.Create(), isFast, isExtended));
                    await script(talk);
                }
                catch (Exception e) when (e is SocketException or EndOfStreamException)
                {
                    Dropped++;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The test is over.
        }
    }

    /// <summary>One connection of it.</summary>
    internal sealed class Conversation(Socket socket, CancellationToken ct)
    {
        public CancellationToken Ct => ct;

        public async Task GreetAsync(Handshake own)
        {
            var bytes = new byte[Handshake.Size];
            await FillAsync(bytes);
            own.Write(bytes);
            await SendRawAsync(bytes);
        }

        public async Task SendRawAsync(ReadOnlyMemory<byte> bytes) => await socket.SendAsync(bytes, ct);

        public Task SendAsync(MessageId id, params byte[] body)
        {
            var bytes = new byte[5 + body.Length];
            BinaryPrimitives.WriteInt32BigEndian(bytes, 1 + body.Length);
            bytes[4] = (byte)id;
            body.CopyTo(bytes, 5);
            return SendRawAsync(bytes);
        }

        public Task SendExtendedAsync(byte extension, ReadOnlyMemory<byte> payload) =>
            SendAsync(MessageId.Extended, [extension, .. payload.Span]);

        public Task SendBlockAsync(TestTorrent torrent, BlockRequest block, Func<BlockRequest, byte[], byte[]>? alter = null)
        {
            var at = (block.Piece * torrent.Info.PieceLength) + block.Offset;
            var bytes = torrent.Content[at..(at + block.Length)];
            byte[] body = [.. new byte[8], .. alter?.Invoke(block, bytes) ?? bytes];
            BinaryPrimitives.WriteInt32BigEndian(body, block.Piece);
            BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), block.Offset);
            return SendAsync(MessageId.Piece, body);
        }

        public async Task<(MessageId Id, byte[] Body)> ReceiveAsync()
        {
            while (true)
            {
                var head = new byte[4];
                await FillAsync(head);
                var length = BinaryPrimitives.ReadInt32BigEndian(head);
                if (length == 0) continue;
                var body = new byte[length];
                await FillAsync(body);
                return ((MessageId)body[0], body[1..]);
            }
        }

        public async Task<byte[]> ReceiveAsync(MessageId wanted)
        {
            while (true)
            {
                var (id, body) = await ReceiveAsync();
                if (id == wanted) return body;
            }
        }

        /// <summary>Reads until the other side ends the connection.</summary>
        public async Task DrainAsync()
        {
            while (true) await ReceiveAsync();
        }

        public static BlockRequest Block(byte[] body) =>
            new(BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(4)),
                BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(8)));

        private async Task FillAsync(Memory<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                var count = await socket.ReceiveAsync(buffer, ct);
                if (count == 0) throw new EndOfStreamException();
                buffer = buffer[count..];
            }
        }
    }
}
