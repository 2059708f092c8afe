using System.Buffers.Binary;
using System.Globalization;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks.Scans;

/// <summary>A blocks folder of any size: real blocks over and over, each under a header of its own that was worked for, so that they are one valid regtest chain.</summary>
internal static class BlocksFolder
{
    private const int FileSize = 128 << 20, RecordHeader = 8, Spacing = 600;

    /// <summary>The bytes of the genesis block of regtest, which any chain of it begins with.</summary>
    private static string GenesisPath => Path.Combine(
        Fixtures.Root, "tests", "Plugins.Ordinals.Tests", "Data", "regtest-chain", "blocks", "blk00000.dat");

    /// <summary>Writes the folder; tells its length in bytes.</summary>
    public static async Task<long> WriteAsync(string folder, long size, IReadOnlyList<byte[]> blocks, CancellationToken ct)
    {
        var network = Network.Find("regtest")!;
        var genesis = await GenesisAsync(network, ct);
        var previous = BlockHeader.Read(genesis);
        var written = 0L;
        var (number, file) = (0, Open(folder, 0));
        await WriteAsync(file, network, genesis, ct);
        for (var i = 0; written < size; i++)
        {
            // Only the header changes, and it is the first of the bytes: nothing is copied.
            var block = blocks[i % blocks.Count];
            previous = Mine(block, previous, network);
            if (file.Length + block.Length + RecordHeader > FileSize)
            {
                await file.DisposeAsync();
                file = Open(folder, ++number);
            }
            await WriteAsync(file, network, block, ct);
            written += block.Length + RecordHeader;
        }
        await file.DisposeAsync();
        return written;
    }

    private static BlockHeader Mine(byte[] block, BlockHeader previous, Network network)
    {
        previous.Hash.CopyTo(block.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(68), previous.Time + Spacing);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(72), network.LimitBits);
        for (uint nonce = 0; ; nonce++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(76), nonce);
            var header = BlockHeader.Read(block);
            if (CompactTarget.WorkFlaw(header.Hash, header.Bits, network.LimitBits, out _) is null) return header;
        }
    }

    private static async Task<byte[]> GenesisAsync(Network network, CancellationToken ct)
    {
        var file = await File.ReadAllBytesAsync(GenesisPath, ct);
        var key = await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(GenesisPath)!, "xor.dat"), ct);
        for (var i = 0; i < file.Length; i++) file[i] ^= key[i % key.Length];
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        var genesis = file.AsSpan(RecordHeader, length).ToArray();
        return BlockHeader.Read(genesis).Hash == network.Genesis ? genesis : throw new InvalidDataException("The first record is not the genesis block.");
    }

    private static async Task WriteAsync(FileStream file, Network network, byte[] block, CancellationToken ct)
    {
        var head = new byte[RecordHeader];
        BinaryPrimitives.WriteUInt32LittleEndian(head, network.MagicBytes);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), block.Length);
        await file.WriteAsync(head, ct);
        await file.WriteAsync(block, ct);
    }

    private static FileStream Open(string folder, int number) =>
        new(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"blk{number:00000}.dat")), FileMode.Create, FileAccess.Write);
}
