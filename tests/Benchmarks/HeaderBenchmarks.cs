using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Benchmarks;

/// <summary>Headers under every rule, from their bytes to the tree, and again from the file.</summary>
public class HeaderBenchmarks : IDisposable
{
    public const int Count = 300_000;

    private static readonly Network Regtest = Network.Find("regtest")!;

    private readonly string _folder = Directory.CreateTempSubdirectory("goat-bench-").FullName;
    private byte[] _headers = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _headers = Mine();
        using var store = await HeaderStore.OpenAsync(_folder, Regtest, TimeProvider.System, CancellationToken.None);
        Offer(store.Tree);
        await store.SaveAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public object ValidateHeader()
    {
        var tree = new HeaderTree(Regtest, TimeProvider.System);
        tree.SetAnchor(Regtest.GenesisHeader, 0);
        return Offer(tree);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<object> ResumeHeader()
    {
        using var store = await HeaderStore.OpenAsync(_folder, Regtest, TimeProvider.System, CancellationToken.None);
        return store.Tree.Best!.Height == Count ? store.Tree : throw new InvalidOperationException("Headers are missing from the file.");
    }

    private HeaderTree Offer(HeaderTree tree)
    {
        for (var at = 0; at < _headers.Length; at += BlockHeader.Size)
        {
            if (tree.Offer(BlockHeader.Read(_headers.AsSpan(at, BlockHeader.Size))) is { } flaw) throw new InvalidOperationException(flaw);
        }
        return tree;
    }

    /// <summary>A chain at the easiest target, where every second nonce is good.</summary>
    private static byte[] Mine()
    {
        var bytes = new byte[Count * BlockHeader.Size];
        var previous = Regtest.GenesisHeader;
        for (var at = 0; at < bytes.Length; at += BlockHeader.Size)
        {
            var span = bytes.AsSpan(at, BlockHeader.Size);
            BlockHeader.Build(4, previous.Hash, default, previous.Time + 600, Regtest.LimitBits, 0).CopyTo(span);
            for (uint nonce = 0; (previous = BlockHeader.Read(span)).Hash.ToBytes()[^1] > 0x7e; nonce++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(span[76..], nonce);
            }
        }
        return bytes;
    }
}
