using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>What a peer was asked, and what it has said so far. A ping is sent after every question: its pong ends the answer.</summary>
/// <remarks>Peers answer in order, and say nothing at all of blocks that they do not have.</remarks>
internal sealed class PeerQuestion(ulong fence, Hash256? block = null)
{
    private const int MaximumAnswers = 8;

    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IReadOnlyList<BlockHeader>> _headers = [];

    /// <summary>Completes when the answer is whole.</summary>
    public Task Answered => _answered.Task;

    /// <summary>The block that was asked for; null when headers were.</summary>
    public Hash256? Block { get; } = block;

    public ReadOnlyMemory<byte>? Received { get; private set; }

    /// <summary>Runs of headers: the answer, and whatever the peer announced meanwhile.</summary>
    public IReadOnlyList<IReadOnlyList<BlockHeader>> Headers => _headers;

    /// <summary>Takes headers; false when they are not, or not only, what was asked for.</summary>
    public bool TakeHeaders(IReadOnlyList<BlockHeader> headers)
    {
        if (Block is not null || _headers.Count == MaximumAnswers) return false;
        _headers.Add(headers);
        // Which of several was the answer, and which was announced meanwhile, nobody can tell.
        return _headers.Count == 1;
    }

    public bool TakeBlock(ReadOnlyMemory<byte> bytes)
    {
        if (Block is not { } wanted || Received is not null || bytes.Length < BlockHeader.Size) return false;
        if (BlockHeader.Read(bytes.Span[..BlockHeader.Size]).Hash != wanted) return false;
        Received = bytes;
        _answered.TrySetResult();
        return true;
    }

    public void TakeNotFound(IReadOnlyList<Hash256> missing)
    {
        if (Block is { } wanted && missing.Contains(wanted)) _answered.TrySetResult();
    }

    public void TakePong(ulong nonce)
    {
        if (nonce == fence) _answered.TrySetResult();
    }

    public void End(PeerFaultException fault) => _answered.TrySetException(fault);
}
