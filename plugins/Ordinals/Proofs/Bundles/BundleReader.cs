using System.Diagnostics.CodeAnalysis;
using System.Text;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs.Bundles;

/// <summary>Reads bundles from anywhere. That one has the right shape says nothing yet about what it proves.</summary>
internal static class BundleReader
{
    public const int MaximumSize = 64 * 1024 * 1024, MaximumHeaders = 500_000;

    private const int MaximumNodes = 32, MaximumCommits = 256, MaximumName = 16;

    public static ReadOnlySpan<byte> Magic => "goatprf1"u8;

    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ProofBundle? bundle)
    {
        bundle = null;
        if (bytes.Length > MaximumSize || !bytes.Span.StartsWith(Magic)) return false;
        var reader = new ByteReader(bytes);
        reader.Bytes((ulong)Magic.Length);
        var name = reader.VarBytes();
        var network = name.Length <= MaximumName ? Network.Find(Encoding.ASCII.GetString(name.Span)) : null;
        var index = reader.UInt32();
        var reveal = Read(ref reader);
        var commits = Commits(ref reader);
        var position = reader.UInt32();
        var branch = Nodes(ref reader);
        var coinbase = Read(ref reader);
        var (coinbaseBranch, witnessBranch) = (Nodes(ref reader), Nodes(ref reader));
        var (height, first) = (reader.UInt32(), reader.UInt32());
        var headers = Headers(ref reader);
        if (!reader.AtEnd || network is null || reveal is null || coinbase is null || position > int.MaxValue) return false;
        if (height > int.MaxValue || first > height || height - first >= headers.Length || first > int.MaxValue - headers.Length) return false;
        bundle = new()
        {
            Network = network,
            Index = index,
            Reveal = reveal,
            Commits = commits,
            Branch = new((int)position, branch, null),
            Witness = new(coinbase, coinbaseBranch, witnessBranch),
            Height = (int)height,
            FirstHeight = (int)first,
            Headers = headers,
        };
        return true;
    }

    private static Transaction? Read(ref ByteReader reader) => Transaction.TryRead(reader.VarBytes(), out var transaction) ? transaction : null;

    private static List<Transaction> Commits(ref ByteReader reader)
    {
        var count = reader.Count(smallest: 1);
        if (count > MaximumCommits) reader.Fail();
        var commits = new List<Transaction>();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            if (Read(ref reader) is { } commit) commits.Add(commit);
            else reader.Fail();
        }
        return commits;
    }

    private static Hash256[] Nodes(ref ByteReader reader)
    {
        var count = reader.Count(Hash256.Size);
        if (count > MaximumNodes) reader.Fail();
        var nodes = new Hash256[reader.Failed ? 0 : count];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = reader.Hash();
        return nodes;
    }

    private static BlockHeader[] Headers(ref ByteReader reader)
    {
        var count = reader.Count(BlockHeader.Size);
        if (count is 0 or > MaximumHeaders) reader.Fail();
        var headers = new BlockHeader[reader.Failed ? 0 : count];
        for (var i = 0; i < headers.Length; i++) headers[i] = BlockHeader.Read(reader.Bytes(BlockHeader.Size).Span);
        return headers;
    }
}
