using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>A peer that has introduced itself. It is asked one thing at a time; what goes wrong ends it with the reason.</summary>
internal sealed class PeerConnection : IDisposable
{
    private readonly Stream _stream;
    private readonly Network _network;
    private readonly PeerPatience _patience;
    private readonly TimeProvider _clock;
    private readonly UnaskedBudget _budget;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _turn = new(1, 1), _writing = new(1, 1);
    private readonly Lock _lock = new();
    private PeerQuestion? _question;
    private PeerFaultException? _end;
    private int _owedPongs;

    private PeerConnection(
        Stream stream, PeerAddress address, VersionMessage version, Network network, PeerPatience patience, TimeProvider clock)
    {
        (_stream, Address, Version, _network, _patience, _clock) = (stream, address, version, network, patience, clock);
        _budget = new(clock);
    }

    public PeerAddress Address { get; }

    /// <summary>How it introduced itself.</summary>
    public VersionMessage Version { get; }

    /// <summary>The tip of its best chain, when it was last asked.</summary>
    public HeaderNode? Tip { get; set; }

    /// <summary>Why it can no longer be asked; null while it can.</summary>
    public PeerFaultException? End
    {
        get { lock (_lock) return _end; }
    }

    /// <summary>Connects, and waits for the introductions.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="network">Which it must be of.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="clock">By which that is counted.</param>
    /// <param name="announced">Called when the peer tells of a new block.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<PeerConnection> ConnectAsync(
        PeerAddress address, Network network, PeerPatience patience, TimeProvider clock, Action announced, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await WithinAsync(patience.Connect, "connect", stop => socket.ConnectAsync(address.Host, address.Port, stop).AsTask());
            var stream = new NetworkStream(socket, ownsSocket: true);
            VersionMessage? version = null;
            await WithinAsync(
                patience.Handshake, "introduce itself", async stop => version = await PeerHandshake.RunAsync(stream, network, clock, stop));
            var peer = new PeerConnection(stream, address, version!, network, patience, clock);
            _ = peer.ReceiveAsync(announced);
            return peer;
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        async Task WithinAsync(TimeSpan time, string what, Func<CancellationToken, Task> run)
        {
            using var deadline = new CancellationTokenSource(time, clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
            try
            {
                await run(stop.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new PeerFaultException($"it did not {what} within {time.TotalSeconds:0} seconds", isProof: false);
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                throw Lost(what, error);
            }
        }
    }

    /// <summary>Headers that follow the first of the locator which is on the peer's chain; none when it has nothing to say.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<BlockHeader>>> HeadersAsync(IReadOnlyList<Hash256> locator, CancellationToken ct) =>
        (await AskAsync(Commands.GetHeaders, HeadersMessage.WriteQuestion(locator), null, _patience.Headers, ct)).Headers;

    /// <summary>A block with its witnesses, of which only the hash of the header was compared; null when the peer does not have it.</summary>
    public async Task<ReadOnlyMemory<byte>?> BlockAsync(Hash256 hash, CancellationToken ct) =>
        (await AskAsync(Commands.GetData, InventoryList.WriteOne(InventoryList.WitnessBlock, hash), hash, _patience.Block, ct)).Received;

    /// <summary>Ends it; later questions fail with this reason.</summary>
    public void Close(PeerFaultException reason)
    {
        PeerQuestion? open;
        lock (_lock)
        {
            if (_end is not null) return;
            _end = reason;
            open = _question;
        }
        open?.End(reason);
        _closing.Cancel();
        _stream.Dispose();
    }

    public void Dispose()
    {
        Close(new("it is no longer needed", isProof: false) { IsOurs = true });
        // The semaphores have no handle to give back, and a question that is still leaving needs them.
        _closing.Dispose();
    }

    private async Task<PeerQuestion> AskAsync(string command, byte[] payload, Hash256? block, TimeSpan patience, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var fence = RandomNumberGenerator.GetBytes(sizeof(ulong));
            var question = new PeerQuestion(BinaryPrimitives.ReadUInt64LittleEndian(fence), block);
            lock (_lock)
            {
                if (_end is not null) throw _end;
                _question = question;
            }
            using var deadline = new CancellationTokenSource(patience, _clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
            try
            {
                await SendAsync(command, payload, stop.Token);
                Interlocked.Increment(ref _owedPongs);
                await SendAsync(Commands.Ping, fence, stop.Token);
                await question.Answered.WaitAsync(stop.Token);
                return question;
            }
            catch (OperationCanceledException) when (End is null)
            {
                // Whatever still comes would be taken for an answer to something else.
                var late = new PeerFaultException($"it did not answer {command} within {patience.TotalSeconds:0} seconds", isProof: false)
                {
                    IsOurs = ct.IsCancellationRequested,
                };
                Close(late);
                ct.ThrowIfCancellationRequested();
                throw late;
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                Close(Lost("read the question", error));
                throw End!;
            }
            finally
            {
                lock (_lock) _question = null;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReceiveAsync(Action announced)
    {
        try
        {
            while (true) await HandleAsync(await FrameCodec.ReadAsync(_stream, _network.MagicBytes, _closing.Token), announced);
        }
        catch (PeerFaultException fault)
        {
            Close(fault);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Close(Lost("go on", error));
        }
    }

    private async Task HandleAsync(Frame frame, Action announced)
    {
        PeerQuestion? question;
        lock (_lock) question = _question;
        switch (frame.Command)
        {
            case Commands.Pong when frame.Payload.Length == sizeof(ulong):
                question?.TakePong(BinaryPrimitives.ReadUInt64LittleEndian(frame.Payload.Span));
                if (Interlocked.Decrement(ref _owedPongs) >= 0) return;
                break;
            case Commands.Headers:
                if (HeadersMessage.TryRead(frame.Payload, out var headers) is { } flaw) throw new PeerFaultException(flaw);
                if (question is not null && question.TakeHeaders(headers)) return;
                announced();
                break;
            case Commands.Block:
                if (question is not null && question.TakeBlock(frame.Payload)) return;
                throw new PeerFaultException("it sent a block that was not asked for");
            case Commands.NotFound:
                question?.TakeNotFound(Hashes(frame, InventoryList.WitnessBlock, InventoryList.Block));
                break;
            case Commands.Inv:
                if (Hashes(frame, InventoryList.Block).Count > 0) announced();
                break;
            case Commands.Ping when frame.Payload.Length == sizeof(ulong):
                await SendAsync(Commands.Pong, frame.Payload.ToArray(), _closing.Token);
                break;
        }
        _budget.Spend(frame.Payload.Length + FrameCodec.HeaderSize);
    }

    private static IReadOnlyList<Hash256> Hashes(Frame frame, params ReadOnlySpan<uint> kinds) =>
        InventoryList.TryRead(frame.Payload, kinds) ?? throw new PeerFaultException($"its {frame.Command} is not a list of hashes");

    private async Task SendAsync(string command, byte[] payload, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await _stream.WriteAsync(FrameCodec.Write(_network.MagicBytes, command, payload), ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static PeerFaultException Lost(string what, Exception error) => new(
        error is SocketException { SocketErrorCode: var code }
            ? $"it could not be reached to {what} ({code})"
            : $"it closed the connection and did not {what}",
        isProof: false);
}
