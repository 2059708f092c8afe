using BenchmarkDotNet.Attributes;
using GoatHost.Plugins.Ordinals.Taproot;

namespace GoatHost.Benchmarks;

/// <summary>The proof that an output committed to the leaf that a witness reveals.</summary>
public class TaprootBenchmarks
{
    private readonly ReadOnlyMemory<byte> _script;
    private readonly ReadOnlyMemory<byte>[] _witness;

    public TaprootBenchmarks()
    {
        var key = SecretKey.TryRead(Enumerable.Range(1, SecretKey.Size).Select(i => (byte)i).ToArray())!;
        var output = new TaprootOutput(key, new byte[] { 0x51 });
        _script = output.Script;
        _witness = [new byte[SecretKey.SignatureSize], output.Leaf, output.ControlBlock];
    }

    [Benchmark]
    public object CheckScriptPath()
    {
        var check = ScriptPath.Check(_script.Span, _witness);
        return check.Verdict == ScriptPathVerdict.Ok ? check : throw new InvalidOperationException("The output commits to another leaf.");
    }
}
