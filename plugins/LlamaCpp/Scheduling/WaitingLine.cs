using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>Generations that wait for their turn, first come first served. Safe from several threads.</summary>
internal sealed class WaitingLine(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Generation> _waiting = [];
    private bool _closed;

    /// <summary>Puts a generation at the end.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="free">Generations that could begin at once: they do not wait.</param>
    public void Add(Generation generation, int free)
    {
        lock (_gate)
        {
            if (_closed) throw Unloading();
            if (_waiting.Count >= places + free) throw new BusyException(
                $"{places} requests already wait for this model: try again in a moment.");
            _waiting.AddLast(generation);
        }
    }

    /// <summary>Puts a generation that had begun at the front again.</summary>
    public void Return(Generation generation)
    {
        lock (_gate) _waiting.AddFirst(generation);
    }

    public Generation? Peek()
    {
        lock (_gate) return _waiting.First?.Value;
    }

    public void TakeFirst()
    {
        lock (_gate) _waiting.RemoveFirst();
    }

    /// <summary>Takes out those that nobody wants any more.</summary>
    public IReadOnlyList<Generation> TakeCancelled()
    {
        List<Generation>? cancelled = null;
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Cancelled)
                {
                    (cancelled ??= []).Add(node.Value);
                    _waiting.Remove(node);
                }
                node = next;
            }
        }
        return cancelled ?? (IReadOnlyList<Generation>)[];
    }

    /// <summary>Takes all out, and lets nobody in any more.</summary>
    public IReadOnlyList<Generation> Close()
    {
        lock (_gate)
        {
            _closed = true;
            Generation[] all = [.. _waiting];
            _waiting.Clear();
            return all;
        }
    }

    public static GoatException Unloading() => new("The model is being unloaded: ask again to load it.");
}
