using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>Messages over a stream: four bytes of length, little-endian, then that many bytes of JSON.</summary>
internal sealed class WorkerChannel(Stream stream) : IAsyncDisposable
{
    /// <summary>A long prompt or a batch of embeddings, with room; what is larger is refused before a byte of it is read.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly byte[] _head = new byte[sizeof(int)];

    /// <summary>Sends one message whole: once begun, no cancellation tears it.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    /// <exception cref="GoatException">The message is over the bound, or cannot be written; nothing of it was sent.</exception>
    public async Task SendAsync(WorkerMessage message, CancellationToken ct)
    {
        var body = Write(message);
        if (body.Length > MostBytes) throw new GoatException($"A request or answer of {body.Length} bytes is too large for the worker's channel, which takes {MostBytes}.");
        var frame = ArrayPool<byte>.Shared.Rent(sizeof(int) + body.Length);
        await _writing.WaitAsync(ct);
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
            body.CopyTo(frame.AsSpan(sizeof(int)));
            await stream.WriteAsync(frame.AsMemory(0, sizeof(int) + body.Length), CancellationToken.None);
        }
        finally
        {
            _writing.Release();
            ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <summary>Receives the next message, or null when the other side closed between two. One reader at a time.</summary>
    /// <exception cref="InvalidDataException">What came is not a message.</exception>
    /// <exception cref="IOException">The connection broke, or ended inside a message.</exception>
    public async Task<WorkerMessage?> ReceiveAsync(CancellationToken ct)
    {
        var read = await stream.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, ct);
        if (read == 0) return null;
        if (read < _head.Length) throw new EndOfStreamException("The connection ended inside a message's length.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(_head);
        if (length is <= 0 or > MostBytes) throw new InvalidDataException($"A message claims {length} bytes; 1 to {MostBytes} are taken.");
        var body = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await stream.ReadExactlyAsync(body.AsMemory(0, length), ct);
            return Parse(body.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        _writing.Dispose();
    }

    /// <summary>A message as JSON. What a client sent as JSON is in it as it came, and not all of that can be written again.</summary>
    private static byte[] Write(WorkerMessage message)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(message, WorkerJson.Default.WorkerMessage);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new RequestException("The request holds JSON that is nested too deep, or that has half a character in it: correct it.", e);
        }
    }

    /// <exception cref="InvalidDataException">It is not a message.</exception>
    public static WorkerMessage Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WorkerJson.Default.WorkerMessage) ?? throw new InvalidDataException("A message is null.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"A message is not one of the channel's: {e.Message}", e);
        }
    }
}
