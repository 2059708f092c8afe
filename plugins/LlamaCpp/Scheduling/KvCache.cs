using System.Runtime.InteropServices;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// The keys and values in a context, by sequence. Those of ended answers stay, so that a prompt which begins like one of them
/// is not computed again, until the room or the sequence is needed: the longest unused go first.
/// </summary>
internal sealed class KvCache
{
    /// <summary>
    /// A sequence is taken over by a prompt that shares this part of it; with less it is copied, and stays for its own conversation.
    /// </summary>
    private const double TakeOverPart = 0.5;

    /// <summary>What is kept may fill this part of the cells: every decode looks over all that hold something.</summary>
    private const double KeptPart = 0.5;

    private readonly LlamaContext _context;
    private readonly CellLedger _ledger;
    private readonly Sequence[] _sequences;
    private readonly bool _splits;
    private readonly int[] _idleHolders;
    private long _clock;

    /// <summary>The cache of an empty context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="splits">Whether the model can forget the end of a sequence; one with a recurrent state cannot.</param>
    public KvCache(LlamaContext context, bool splits)
    {
        (_context, _splits) = (context, splits);
        _ledger = new CellLedger(context.Cells);
        _idleHolders = new int[context.Cells];
        _sequences = [.. Enumerable.Range(0, context.Sequences).Select(id => new Sequence(id))];
    }

    /// <summary>Cells that nobody holds.</summary>
    public int Free => _ledger.Free;

    /// <summary>Cells that would be free if nothing were kept for later.</summary>
    public int Reclaimable()
    {
        Array.Clear(_idleHolders);
        var cells = Free;
        foreach (var sequence in _sequences)
        {
            if (sequence.Owner is not null) continue;
            foreach (var cell in sequence.Cells)
            {
                if (++_idleHolders[cell] == _ledger.Holders(cell)) cells++;
            }
        }
        return cells;
    }

    /// <summary>How many of a generation's first tokens are there already, computed with the same adapters.</summary>
    public int Find(Generation generation) => Best(generation).Common;

    /// <summary>Gives a generation a sequence, with as much of its tokens as is there already.</summary>
    /// <param name="generation">The generation, whose <see cref="Generation.Sequence"/> is set.</param>
    /// <param name="reuse">Whether what is there may serve.</param>
    public void Assign(Generation generation, bool reuse)
    {
        var (best, common) = reuse ? Best(generation) : (null, 0);
        Sequence sequence;
        if (best is { Owner: null } && (!_splits || common >= best.Count * TakeOverPart || Oldest(except: best) is null))
        {
            sequence = best;
        }
        else
        {
            sequence = Oldest(except: best) ?? throw new InvalidOperationException("More generations run than the context has sequences.");
            Clear(sequence);
            if (best is not null) Copy(best, sequence);
        }
        Truncate(sequence, common);
        (sequence.Owner, sequence.LastUsed, sequence.Adapters) = (generation, ++_clock, generation.Adapters);
        generation.Sequence = sequence;
    }

    /// <summary>Takes a generation's sequence back; what it holds stays for later.</summary>
    public void Leave(Generation generation)
    {
        if (generation.Sequence is not { } sequence) return;
        (sequence.Owner, sequence.LastUsed, generation.Sequence) = (null, ++_clock, null);
        if (sequence.Shifted || !generation.Request.CachePrompt) Clear(sequence);
        while (Held() > _ledger.Cells * KeptPart && Oldest(except: sequence, holding: true) is { } oldest) Clear(oldest);
    }

    /// <summary>Takes a generation's sequence back, and forgets what it holds: nobody knows how much of it was computed.</summary>
    public void Abandon(Generation generation)
    {
        if (generation.Sequence is not { } sequence) return;
        (sequence.Owner, generation.Sequence) = (null, null);
        Clear(sequence);
    }

    /// <summary>Notes tokens that were computed.</summary>
    public void Append(Sequence sequence, ReadOnlySpan<int> tokens)
    {
        foreach (var token in tokens)
        {
            sequence.Tokens.Add(token);
            sequence.Cells.Add(_ledger.Take());
        }
    }

    /// <summary>Forgets what was kept for later, the longest unused first, until there is room.</summary>
    /// <returns>Whether there is.</returns>
    public bool MakeRoom(int cells)
    {
        while (Free < cells && Oldest(except: null, holding: true) is { } sequence) Clear(sequence);
        return Free >= cells;
    }

    /// <summary>Forgets all that was kept for later.</summary>
    public void ForgetIdle() => MakeRoom(int.MaxValue);

    /// <summary>Forgets tokens in the middle of a sequence, and moves the rest up, where others do not hold the same cells.</summary>
    /// <returns>False when the rest has to be computed again.</returns>
    public bool Close(Sequence sequence, int from, int to)
    {
        ForgetSharers(sequence, from);
        for (var i = from; i < sequence.Count; i++)
        {
            if (_ledger.Holders(sequence.Cells[i]) > 1) return false;
        }
        if (!_context.Close(sequence.Id, from, to)) return false;
        for (var i = from; i < to; i++) _ledger.Release(sequence.Cells[i]);
        sequence.Cells.RemoveRange(from, to - from);
        sequence.Tokens.RemoveRange(from, to - from);
        sequence.Shifted = true;
        return true;
    }

    /// <summary>Cells of what is kept for later, those that several keep counted for each.</summary>
    private int Held() => _sequences.Sum(sequence => sequence.Owner is null ? sequence.Count : 0);

    private void ForgetSharers(Sequence sequence, int from)
    {
        foreach (var other in _sequences)
        {
            var both = other.Owner is null && other.Count > from && sequence.Count > from;
            if (both && other.Cells[from] == sequence.Cells[from]) Clear(other);
        }
    }

    private (Sequence? Best, int Common) Best(Generation generation)
    {
        // At least the last token is computed, for the logits after it.
        var prompt = CollectionsMarshal.AsSpan(generation.Tokens)[..^1];
        var (best, longest) = ((Sequence?)null, 0);
        foreach (var sequence in _sequences)
        {
            if (sequence.Shifted || (!_splits && sequence.Owner is not null) || !sequence.Adapters.Equals(generation.Adapters)) continue;
            var common = CollectionsMarshal.AsSpan(sequence.Tokens).CommonPrefixLength(prompt);
            if (!_splits && common < sequence.Count) continue;
            // Of equals an idle one, which need not be copied.
            var idler = common == longest && common > 0 && best?.Owner is not null && sequence.Owner is null;
            if (common > longest || idler) (best, longest) = (sequence, common);
        }
        return (best, longest);
    }

    private Sequence? Oldest(Sequence? except, bool holding = false)
    {
        Sequence? oldest = null;
        foreach (var sequence in _sequences)
        {
            if (sequence.Owner is not null || sequence == except || (holding && sequence.Count == 0)) continue;
            // An empty one costs nobody anything.
            if (oldest is null || (oldest.Count > 0 && (sequence.Count == 0 || sequence.LastUsed < oldest.LastUsed))) oldest = sequence;
        }
        return oldest;
    }

    private void Copy(Sequence from, Sequence to)
    {
        _context.Copy(from.Id, to.Id);
        foreach (var cell in from.Cells) _ledger.Share(cell);
        to.Cells.AddRange(from.Cells);
        to.Tokens.AddRange(from.Tokens);
    }

    private void Truncate(Sequence sequence, int count)
    {
        if (count >= sequence.Count) return;
        if (count == 0 || !_context.Remove(sequence.Id, count))
        {
            Clear(sequence);
            return;
        }
        foreach (var cell in CollectionsMarshal.AsSpan(sequence.Cells)[count..]) _ledger.Release(cell);
        sequence.Cells.RemoveRange(count, sequence.Count - count);
        sequence.Tokens.RemoveRange(count, sequence.Count - count);
    }

    private void Clear(Sequence sequence)
    {
        _context.Remove(sequence.Id, 0);
        foreach (var cell in sequence.Cells) _ledger.Release(cell);
        sequence.Cells.Clear();
        sequence.Tokens.Clear();
        sequence.Shifted = false;
    }
}
