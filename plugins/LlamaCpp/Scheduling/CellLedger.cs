namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>Counts who holds each cell of the context: a prefix that several sequences share is held once.</summary>
internal sealed class CellLedger
{
    private readonly ushort[] _holders;
    private readonly Stack<int> _free;

    public CellLedger(int cells)
    {
        _holders = new ushort[cells];
        _free = new Stack<int>(Enumerable.Range(0, cells));
    }

    public int Cells => _holders.Length;

    /// <summary>Cells that nobody holds.</summary>
    public int Free => _free.Count;

    public int Take()
    {
        var cell = _free.Pop();
        _holders[cell] = 1;
        return cell;
    }

    public void Share(int cell) => _holders[cell]++;

    public void Release(int cell)
    {
        if (--_holders[cell] == 0) _free.Push(cell);
    }

    public int Holders(int cell) => _holders[cell];
}
