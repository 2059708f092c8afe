using GoatHost.Plugins.Ordinals.Blocks;

namespace GoatHost.Plugins.Ordinals.Script;

/// <summary>The scripts that the witness of a transaction reveals, input by input, in the raw bytes of its block: <see cref="WitnessScript"/> without objects.</summary>
internal ref struct WitnessScripts
{
    private readonly ReadOnlySpan<byte> _block;
    private readonly int _inputs;
    private SpanReader _reader;

    /// <summary>Begins at a transaction that the walker stepped over.</summary>
    public WitnessScripts(ReadOnlySpan<byte> block, TransactionExtent extent)
    {
        _block = block[..extent.End];
        _inputs = extent.HasWitness ? new SpanReader(_block, extent.Body).ReadCount(TransactionWalker.SmallestInput) : 0;
        _reader = new(_block, extent.Witness);
        Input = -1;
    }

    /// <summary>Whose script the last one was.</summary>
    public int Input { get; private set; }

    /// <summary>The script of the next input, empty where it has none; false behind the last.</summary>
    public bool TryNext(out ReadOnlySpan<byte> script)
    {
        script = default;
        if (Input + 1 >= _inputs || _reader.Failed) return false;
        Input++;
        var reader = _reader;
        var count = reader.ReadCount(smallest: 1);
        var (third, second, last) = (default(Range), default(Range), default(Range));
        for (var i = 0; i < count && !reader.Failed; i++) (third, second, last) = (second, last, reader.ReadBytes());
        _reader = reader;
        if (reader.Failed) return false;
        if (count >= 2) script = _block[WitnessScript.IsBehindAnnex(count, _block[last]) ? third : second];
        return true;
    }
}
