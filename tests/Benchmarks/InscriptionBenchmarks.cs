using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using GoatHost.Benchmarks.Samples;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks;

/// <summary>From a block's bytes to what is inscribed in it.</summary>
public class InscriptionBenchmarks
{
    private const int RecordHeader = 8;

    private readonly byte[] _transaction = Inscribed.Transaction(1 << 20);
    private ReadOnlyMemory<byte> _block;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var folder = Path.Combine(Fixtures.Offline, "blocks");
        using var file = XorFile.Open(Path.Combine(folder, "blk00000.dat"), await XorFile.ReadKeyAsync(folder, CancellationToken.None));
        var bytes = new byte[file.Length];
        await file.ReadAsync(bytes, 0, CancellationToken.None);
        _block = LargestBlock(bytes);
    }

    [Benchmark]
    public object ReadInscriptionOf1MiB()
    {
        var reader = new ByteReader(_transaction);
        var found = InscriptionReader.Read(TransactionReader.Read(ref reader)!);
        return found is [{ Body.Length: 1 << 20 }] ? found : throw new InvalidOperationException("The inscription is not there.");
    }

    [Benchmark]
    public object ReadLargestBlockOfSample() => Block.TryRead(_block, out var block) ? block : throw new InvalidOperationException("The block is not one.");

    /// <summary>Records of a block file: the network's magic, the length, the block; zeros after the last.</summary>
    private static ReadOnlyMemory<byte> LargestBlock(byte[] file)
    {
        var largest = ReadOnlyMemory<byte>.Empty;
        for (var at = 0; at + RecordHeader < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            if (length <= 0 || length > file.Length - at - RecordHeader) break;
            if (length > largest.Length) largest = file.AsMemory(at + RecordHeader, length);
            at += RecordHeader + length;
        }
        return largest;
    }
}
