using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>What <c>goat ordinals scan</c> writes, beside what another program read from the same bytes.</summary>
public sealed class ScanCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_field_of_the_chain_is_as_expected_numbers_and_places_included()
    {
        var lines = await ScanAsync("--blocks", Chains.RegtestBlocks, "--network", "regtest");
        var expected = Chains.Json(Chains.RegtestChain, "expected.json").GetProperty("inscriptions").EnumerateArray().ToList();
        Assert.Equal(expected.Select(item => item.Text("id")), lines.Select(line => line.Text("id")));
        foreach (var (item, line) in expected.Zip(lines))
        {
            ScanLines.Same(item, line);
            Assert.Equal(("L3", "ok", "ok", "ok", "ok"), Verdict(line));
            Assert.Equal(item.Text("location_at_tip"), line.Text("location_at_tip"));
            Assert.Equal(item.GetProperty("number").GetInt64(), line.GetProperty("number").GetInt64());
        }
    }

    [Fact]
    public async Task A_range_of_heights_has_what_was_inscribed_there_and_no_numbers()
    {
        var lines = await ScanAsync("--blocks", Chains.RegtestBlocks, "--network", "regtest", "--from", "107", "--to", "111");
        Assert.Equal([107, 107, 111, 111], lines.Select(line => line.GetProperty("height").GetInt32()));
        Assert.DoesNotContain(lines, line => line.IsSet("number"));
    }

    [Fact]
    public async Task Only_parsing_finds_the_same_and_says_that_nothing_was_proven()
    {
        var proven = await ScanAsync("--blocks", Chains.RegtestBlocks, "--network", "regtest");
        var parsed = await ScanAsync("--blocks", Chains.RegtestBlocks, "--network", "regtest", "--parse-only");
        Assert.Equal(proven.Select(line => line.Text("content_sha256")), parsed.Select(line => line.Text("content_sha256")));
        Assert.All(parsed, line => Assert.Equal(("L1", "absent", "absent", "absent", "absent"), Verdict(line)));
    }

    [SkippableTheory]
    [InlineData(781735)]
    [InlineData(818677)]
    [InlineData(866342)]
    public async Task Every_inscription_of_a_mainnet_block_is_found_and_none_invented(int height)
    {
        var expected = File.ReadAllLines(Chains.Public($"mainnet/blocks/{height}.expected.jsonl")).Select(ScanLines.Read).ToList();
        var lines = await ScanAsync("--block-file", Chains.Public($"mainnet/blocks/{height}.blk.raw"), "--network", "mainnet");
        Assert.Equal(expected.Select(item => item.Text("id")).Order(), lines.Select(line => line.Text("id")).Order());
        var byId = lines.ToDictionary(line => line.Text("id"));
        foreach (var item in expected)
        {
            var line = byId[item.Text("id")];
            ScanLines.Same(item, line);
            Assert.Equal((height, "ok", "ok", "absent"), (line.GetProperty("height").GetInt32(), line.Text("merkle"), line.Text("witness"), line.Text("header")));
        }
    }

    [SkippableFact]
    public async Task Every_mainnet_transaction_is_read_alone_with_the_scripts_that_it_spends()
    {
        foreach (var path in Directory.EnumerateFiles(Chains.Public("mainnet/tx"), "*.json"))
        {
            var transaction = Chains.Json(path);
            await File.WriteAllTextAsync(_folder["tx.hex"], transaction.Text("hex"));
            var scripts = transaction.GetProperty("prevouts").EnumerateArray().Select(item => item.IsSet("spk") ? item.Text("spk") : "").ToList();
            var lines = await ScanAsync(["--tx-hex", $"@{_folder["tx.hex"]}", .. scripts.SelectMany(script => (string[])["--prevout", script])]);
            var expected = transaction.GetProperty("inscriptions").EnumerateArray().ToList();
            Assert.Equal(expected.Select(item => item.Text("id")), lines.Select(line => line.Text("id")));
            foreach (var (item, line) in expected.Zip(lines))
            {
                ScanLines.Same(item, line);
                Assert.Equal(item.Text("script_path") == "ok" ? "ok" : "absent", line.Text("script_path"));
                Assert.Equal("L1", line.Text("level"));
            }
        }
    }

    [Theory]
    [InlineData("control", null)]
    [InlineData("body-byte", "output key mismatch")]
    [InlineData("parity", "parity mismatch")]
    public async Task A_transaction_beside_its_commit_is_proven_or_refused_by_name(string name, string? flaw)
    {
        var forged = Chains.Json(Chains.RegtestChain, "tampered", $"{name}.json");
        var commit = forged.GetProperty("prevouts")[0].Text("tx");
        var output = new FakeOutput();
        var run = RunAsync(output, "--json", "--network", "regtest", "--tx-hex", forged.Text("hex"), "--commit-hex", commit);
        if (flaw is null) Assert.Equal(0, await run);
        else Assert.Contains(flaw, (await Assert.ThrowsAsync<RefusedException>(() => run)).Message, StringComparison.Ordinal);
        Assert.StartsWith(flaw is null ? "ok" : $"refused: {flaw}", ScanLines.Read(Assert.Single(output.Lines)).Text("script_path"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocks_that_lead_to_no_genesis_are_read_in_the_order_of_the_files()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        await File.WriteAllBytesAsync(_folder["blk00000.dat"], [.. records.Skip(50).SelectMany(record => record)]);
        var lines = await ScanAsync("--blocks", _folder.Path, "--network", "regtest");
        // Both branches: no chain says which of them counts.
        Assert.Equal(10, lines.Count);
        Assert.All(lines, line => Assert.Equal(("absent", "ok"), (line.Text("header"), line.Text("witness"))));
    }

    [Theory]
    [InlineData("--from")]
    [InlineData("--from", "x")]
    [InlineData("--from", "3", "--to", "2")]
    [InlineData("--prevout", "00")]
    [InlineData("--blocks", "a", "--block-file", "b")]
    [InlineData("--blocks", "a", "--watch")]
    [InlineData("--what")]
    public async Task Wrong_usage_is_told_with_the_right_one(params string[] arguments)
    {
        var output = new FakeOutput();
        Assert.Equal(2, await RunAsync(output, arguments));
        Assert.Contains(output.Lines, line => line.StartsWith("Usage:", StringComparison.Ordinal));
    }

    private static async Task<List<JsonElement>> ScanAsync(params string[] arguments)
    {
        var output = new FakeOutput();
        Assert.Equal(0, await RunAsync(output, [.. arguments, "--json"]));
        return [.. output.Lines.Where(line => line.StartsWith('{')).Select(ScanLines.Read)];
    }

    private static async Task<int> RunAsync(FakeOutput output, params string[] arguments)
    {
        using var stage = new OrdinalsStage();
        return await stage.Command("scan").RunAsync(arguments, output, default);
    }

    private static (string, string, string, string, string) Verdict(JsonElement line) =>
        (line.Text("level"), line.Text("script_path"), line.Text("merkle"), line.Text("header"), line.Text("witness"));
}
