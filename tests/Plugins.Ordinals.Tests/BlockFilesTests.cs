using System.Buffers.Binary;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>What a blocks directory may look like: split, unordered, torn, keyed or not, growing, reorganised.</summary>
public sealed class BlockFilesTests : IDisposable
{
    private const string Best = "65ace1ebba93430cf24115422aace438c08fa913f806429277a815609a667cc0";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finds_the_same_tip_when_blocks_are_split_over_files_in_any_order()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        records.Reverse();
        foreach (var (number, part) in records.Chunk(50).Index()) await WriteAsync(number, part);
        await AssertTipAsync(115, Best);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task Finds_blocks_behind_a_gap_and_before_a_tail(int gap)
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        await WriteAsync(0, [.. records.Take(60), new byte[gap], .. records.Skip(60), new byte[gap]]);
        await AssertTipAsync(115, Best);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaves_out_a_last_record_that_is_half_written_until_it_is_whole(bool preallocated)
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        var half = records[^1][..(records[^1].Length / 2)];
        await WriteAsync(0, [.. records.SkipLast(1), half, new byte[preallocated ? 70_000 : 0]]);
        using var road = Chains.Road(_folder.Path);
        Assert.Equal(114, (await road.TipAsync(default)).Height);
        await WriteAsync(0, [.. records, new byte[preallocated ? 70_000 : 0]]);
        Assert.Equal((115, Best), await TipAsync(road));
    }

    [Fact]
    public async Task Passes_over_a_record_whose_proof_of_work_fails()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        var forged = records[^1].ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(forged.AsSpan(8 + 72), 0x1d00ffff);
        await WriteAsync(0, [.. records, forged]);
        await AssertTipAsync(115, Best);
    }

    [Fact]
    public async Task Refuses_a_block_whose_witness_was_changed_on_disk()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        var index = records.FindIndex(record => record.AsSpan().IndexOf("hello goat"u8) >= 0);
        records[index] = [.. records[index]];
        "hallo goat"u8.CopyTo(records[index].AsSpan(records[index].AsSpan().IndexOf("hello goat"u8)));
        await WriteAsync(0, records);
        using var stage = OrdinalsStage.OnBlocks(_folder.Path);
        var error = await Assert.ThrowsAsync<RefusedException>(
            () => stage.Source.ReadAsync(new("6ea2247b6ec1ebd1317c047317deb10e1cc6c083e07ee5e542aec29459481651"), default));
        Assert.Contains("its coinbase commits to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proves_script_paths_without_undo_files_too()
    {
        await WriteAsync(0, await Chains.PlainRecordsAsync(Chains.RegtestBlocks));
        using var stage = OrdinalsStage.OnBlocks(_folder.Path);
        var content = await stage.Source.ReadAsync(new("6ea2247b6ec1ebd1317c047317deb10e1cc6c083e07ee5e542aec29459481651"), default);
        Assert.Contains(content.Proofs, proof => proof is { Claim: "script path", Holds: true });
    }

    [Fact]
    public async Task Takes_back_what_a_reorganisation_removed()
    {
        // The node mined branch A (two blocks) before branch B (three): without B's blocks A is the chain.
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        var before = records.SkipLast(3).ToList();
        await WriteAsync(0, before);
        using var stage = OrdinalsStage.OnBlocks(_folder.Path);
        var first = await stage.DiscoverAsync();
        var stale = Chains.Json(Chains.RegtestChain, "expected.json").GetProperty("stale_inscriptions").EnumerateArray().Select(item => $"ord:{item.Text("id")}").ToList();
        Assert.All(stale, id => Assert.Contains(first.OfType<ModelFound>(), found => found.Description.Origin.Text == id));
        await WriteAsync(0, records);
        var second = await stage.DiscoverAsync(Assert.IsType<DiscoveryCursor>(first[^1]).Text);
        Assert.Equal(stale.Order(), second.OfType<ModelGone>().Select(gone => gone.Reference.Text).Order());
        Assert.Equal(
            "ord:d861c60ad124de1b6ce4241646bbbac24818137dda10e09f357ca4e2badc642bi0",
            Assert.Single(second.OfType<ModelFound>()).Description.Origin.Text);
    }

    [Theory]
    [InlineData("mainnet", "network")]
    [InlineData("nonet", "must be one of")]
    public async Task Says_what_to_do_when_the_network_is_another(string network, string hint)
    {
        using var stage = new OrdinalsStage(("network", network), ("blocks", Chains.RegtestBlocks));
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Best), default));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_when_the_folder_holds_no_blocks()
    {
        using var stage = OrdinalsStage.OnBlocks(_folder.Path);
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Best), default));
        Assert.Contains("blk00000.dat", error.Message, StringComparison.Ordinal);
    }

    private Task WriteAsync(int number, IEnumerable<byte[]> records) =>
        File.WriteAllBytesAsync(_folder[$"blk{number:00000}.dat"], [.. records.SelectMany(record => record)]);

    private async Task AssertTipAsync(int height, string hash)
    {
        using var road = Chains.Road(_folder.Path);
        Assert.Equal((height, hash), await TipAsync(road));
    }

    private static async Task<(int, string)> TipAsync(BlockFilesRoad road) =>
        await road.TipAsync(default) is var tip ? (tip.Height, tip.Hash.ToString()) : default;
}
