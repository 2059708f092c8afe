namespace GoatHost.Abstractions;

/// <summary>A file on the host's side of a transfer. Swarms write holes, streams write in order; both go on from <see cref="Missing"/>.</summary>
/// <remarks>Safe to use from several threads. The host makes writes durable, remembers them over a crash, and counts them once.</remarks>
public interface IArtifactFile
{
    /// <summary>Relative path, with <c>/</c>, as the description or <see cref="ITransport.ListAsync"/> named it.</summary>
    string Path { get; }

    /// <summary>Length in bytes, fixed from the start.</summary>
    long Length { get; }

    /// <summary>What is not yet written, in order, without overlaps: a copy of this moment. Empty when the file is whole.</summary>
    IReadOnlyList<ByteRange> Missing { get; }

    /// <summary>What the host would like first, inside <see cref="Missing"/>: a header tells it early whether to go on. Empty when it does not mind.</summary>
    ByteRange Urgent { get; }

    /// <summary>Writes checked bytes. Writing what is already there changes nothing.</summary>
    /// <param name="offset">Where, in bytes from the start.</param>
    /// <param name="data">The bytes; not kept after the task ends.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns>A task that ends when the bytes are with the operating system.</returns>
    /// <exception cref="GoatException">The disk is full or the file cannot be written.</exception>
    ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken ct);

    /// <summary>Reads back bytes that are not missing.</summary>
    /// <param name="offset">Where, in bytes from the start.</param>
    /// <param name="buffer">Filled whole.</param>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>A task that ends when the buffer is full.</returns>
    /// <exception cref="GoatException">The file is gone or shorter than it was.</exception>
    ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct);

    /// <summary>Gives a range back to <see cref="Missing"/>: what is on disk there did not match the transport's hash.</summary>
    /// <param name="range">What to forget.</param>
    void Discard(ByteRange range);
}

/// <summary>A run of bytes.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes; 0 is an empty range.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The byte after the last.</summary>
    public long End => Offset + Length;
}

/// <summary>A file that a locator names, as a transport found it.</summary>
/// <param name="Path">Relative to the folder the locator names, with <c>/</c>.</param>
/// <param name="Size">Length in bytes.</param>
public sealed record RemoteFile(string Path, long Size);

/// <summary>News of a transfer, for people.</summary>
/// <param name="Text">What is happening: "metadata from 2 peers".</param>
public sealed record TransferNote(string Text)
{
    /// <summary>Peers or mirrors connected.</summary>
    public int? Peers { get; init; }

    /// <summary>Bytes sent to others so far.</summary>
    public long? Uploaded { get; init; }

    /// <summary>A locator that reaches this seeder directly.</summary>
    public Locator? Reachable { get; init; }
}

/// <summary>How to serve.</summary>
public sealed record SeedOptions
{
    /// <summary>Address to listen on, <c>host:port</c>; port 0 takes a free one. Null leaves it to the transport's settings.</summary>
    public string? Listen { get; init; }
}
