using System.Text.Json;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>The chains that the tests read, and the few ways they read them.</summary>
internal static class Chains
{
    public static string SampleBlocks => Path.Combine(Fixtures.Offline, "blocks");

    public static string RegtestChain => Path.Combine(Fixtures.Root, "tests", "Plugins.Ordinals.Tests", "Data", "regtest-chain");

    public static string RegtestBlocks => Path.Combine(RegtestChain, "blocks");

    public static Network Regtest => Network.Find("regtest")!;

    public static Network Mainnet => Network.Find("mainnet")!;

    public static JsonElement Json(params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path)));
        return document.RootElement.Clone();
    }

    /// <summary>A path in the public fixtures, or a skip with the reason.</summary>
    public static string Public(string relative)
    {
        var path = Fixtures.SharedPath(Path.Combine("fixtures", "public", relative));
        Skip.If(path is null, $"fixtures/public/{relative} is not on this machine");
        return path!;
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static bool IsSet(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static Transaction ReadTransaction(byte[] bytes) =>
        Transaction.TryRead(bytes, out var transaction) ? transaction : throw new InvalidDataException("not a transaction");

    public static BlockFilesRoad Road(string blocks) => new(blocks, Regtest, TimeProvider.System);

    /// <summary>Every block of the active chain, from the genesis block up.</summary>
    public static async Task<List<Block>> ReadChainAsync(this IChainRoad road)
    {
        var tip = await road.TipAsync(default);
        var blocks = new List<Block>();
        for (var height = 0; height <= tip.Height; height++) blocks.Add(
            await road.ReadBlockAsync((await road.HashAtAsync(height, default))!.Value, default));
        return blocks;
    }

    /// <summary>The block files of a folder as one run of plain records, without key and tail.</summary>
    public static async Task<List<byte[]>> PlainRecordsAsync(string blocks)
    {
        using var file = XorFile.Open(Path.Combine(blocks, "blk00000.dat"), await XorFile.ReadKeyAsync(blocks, default));
        var records = new List<byte[]>();
        await foreach (var record in BlockRecords.WalkAsync(file, Regtest, 0, default))
        {
            var bytes = new byte[BlockRecord.PrefixSize + record.Size];
            await file.ReadAsync(bytes, record.Start, default);
            records.Add(bytes);
        }
        return records;
    }
}
