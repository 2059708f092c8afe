using System.Numerics;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>Headers in the order they came, found by place or by hash. Nothing is moved as it grows: a million fit in 120 MB.</summary>
internal sealed class HeaderTable
{
    private const int ChunkBits = 12, ChunkSize = 1 << ChunkBits;

    private readonly List<HeaderEntry[]> _chunks = [];

    // Open addressing: a slot holds a place plus one, 0 is free. The bits that work leaves to chance are spread well enough.
    private int[] _slots = new int[1 << 10];

    public int Count { get; private set; }

    public ref readonly HeaderEntry this[int place] => ref _chunks[place >> ChunkBits][place & (ChunkSize - 1)];

    public int Add(in HeaderEntry entry)
    {
        if ((Count + 1) * 2 > _slots.Length) Rehash(_slots.Length * 2);
        if (Count >> ChunkBits == _chunks.Count) _chunks.Add(new HeaderEntry[ChunkSize]);
        _chunks[Count >> ChunkBits][Count & (ChunkSize - 1)] = entry;
        Insert(entry.Hash, Count);
        return Count++;
    }

    /// <summary>The place of a header, or -1.</summary>
    public int Find(Hash256 hash)
    {
        for (var slot = Slot(hash); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var place = _slots[slot] - 1;
            if (this[place].Hash == hash) return place;
        }
        return -1;
    }

    /// <summary>Forgets all but the first so many.</summary>
    public void Trim(int count)
    {
        Count = count;
        var chunks = (count + ChunkSize - 1) >> ChunkBits;
        _chunks.RemoveRange(chunks, _chunks.Count - chunks);
        Rehash((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1 << 10, count * 2 + 2)));
    }

    private void Rehash(int size)
    {
        _slots = new int[size];
        for (var place = 0; place < Count; place++) Insert(this[place].Hash, place);
    }

    private void Insert(Hash256 hash, int place)
    {
        var slot = Slot(hash);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = place + 1;
    }

    private int Slot(Hash256 hash) => (int)hash.LowBits & (_slots.Length - 1);
}
