using System.Runtime.InteropServices;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>
/// Tokens for one decode, in native memory that serves every decode. What goes in is checked here: llama.cpp aborts the process on a
/// bad batch.
/// </summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly int _vocabularySize;
    private readonly int _sequences;
    private readonly int _outputs;
    private readonly int* _tokens;
    private readonly int* _positions;
    private readonly int* _counts;
    private readonly int* _ids;
    private readonly int** _idPointers;
    private readonly sbyte* _wanted;
    private void* _block;

    /// <summary>Room for a batch.</summary>
    /// <param name="capacity">Most tokens.</param>
    /// <param name="vocabularySize">Tokens that the model knows.</param>
    /// <param name="sequences">Sequences that the context holds.</param>
    /// <param name="outputs">Most tokens that may be asked what follows them.</param>
    public TokenBatch(int capacity, int vocabularySize, int sequences, int outputs)
    {
        (Capacity, _vocabularySize, _sequences, _outputs) = (capacity, vocabularySize, sequences, outputs);
        _block = NativeMemory.AllocZeroed((nuint)capacity, (nuint)(sizeof(int*) + (4 * sizeof(int)) + sizeof(sbyte)));
        _idPointers = (int**)_block;
        _tokens = (int*)(_idPointers + capacity);
        _positions = _tokens + capacity;
        _counts = _positions + capacity;
        _ids = _counts + capacity;
        _wanted = (sbyte*)(_ids + capacity);
        for (var i = 0; i < capacity; i++)
        {
            _counts[i] = 1;
            _idPointers[i] = _ids + i;
        }
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public int Outputs { get; private set; }

    public void Clear() => Count = Outputs = 0;

    /// <summary>Adds a token.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="position">Its place in its sequence.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="output">Whether it is asked what follows it.</param>
    /// <returns>Where it is in the batch.</returns>
    public int Add(int token, int position, int sequence, bool output)
    {
        if ((uint)token >= (uint)_vocabularySize)
        {
            throw new GoatException(
                $"The text has the token {token}, and the model knows {_vocabularySize}: its tokenizer does not fit its weights.");
        }
        if (Count == Capacity || (output && Outputs == _outputs) || (uint)sequence >= (uint)_sequences || position < 0)
        {
            throw new GoatException(
                $"A batch of {Count} tokens was to take another at {position} of sequence {sequence}, "
                + "and there is no such place: unload the model and try again.");
        }
        (_tokens[Count], _positions[Count], _ids[Count], _wanted[Count]) = (token, position, sequence, output ? (sbyte)1 : (sbyte)0);
        if (output) Outputs++;
        return Count++;
    }

    /// <summary>The batch as llama.cpp takes it; valid until the next change.</summary>
    public Batch AsNative()
    {
        ObjectDisposedException.ThrowIf(_block is null, this);
        if (Count == 0) throw new GoatException("There is nothing to compute: the text is empty, and the model adds no begin mark to it.");
        return new Batch
        {
            Count = Count,
            Tokens = _tokens,
            Positions = _positions,
            SequenceCounts = _counts,
            Sequences = _idPointers,
            Logits = _wanted,
        };
    }

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
