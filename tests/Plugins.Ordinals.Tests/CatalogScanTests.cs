using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The search into the catalog: from where it was, whatever happened in between.</summary>
public sealed class CatalogScanTests : IDisposable
{
    private const string ManifestC = "d861c60ad124de1b6ce4241646bbbac24818137dda10e09f357ca4e2badc642b";
    private const string Stale = "6bd47597044d407c056674918ba8bc15c2076b00d647db8908ed8485849567ad";
    private const string InfoHashC = "1fbbc6d57a34536b87be2e6a1cea17577fbefd0d";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_model_of_the_chain_is_in_the_catalog_after_one_scan_and_the_next_begins_at_the_tip()
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        Assert.Equal(0, await ScanAsync(stage));
        Assert.Equal(Manifests(), stage.Catalog.Models.Keys.Order());
        var output = new FakeOutput();
        await ScanAsync(stage, output);
        Assert.Equal("nothing new", output.Lines[^1]);
    }

    [Fact]
    public async Task A_scan_that_dies_at_any_step_goes_on_to_the_same_catalog()
    {
        for (var dies = 1; dies <= 6; dies++)
        {
            using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
            var steps = 0;
            stage.Catalog.BeforeStep = _ =>
            {
                if (++steps == dies) throw new InvalidDataException("killed");
            };
            await Assert.ThrowsAsync<InvalidDataException>(() => ScanAsync(stage));
            stage.Catalog.BeforeStep = _ => { };
            await ScanAsync(stage);
            Assert.Equal(Manifests(), stage.Catalog.Models.Keys.Order());
            Assert.Contains(ManifestC, (await FirstAsync(stage, InfoHashC))[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_reorganisation_removes_vanishes_or_moves_and_nothing_is_there_twice()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        await WriteAsync(records.SkipLast(3));
        using var stage = OrdinalsStage.OnBlocks(_folder.Path);
        await ScanAsync(stage);
        Assert.Contains($"ord:{Stale}i0", stage.Catalog.Models.Keys);
        Assert.Contains("height 114", (await FirstAsync(stage, InfoHashC))[1], StringComparison.Ordinal);

        await WriteAsync(records);
        await ScanAsync(stage);
        Assert.Equal(Manifests(), stage.Catalog.Models.Keys.Order());
        var first = await FirstAsync(stage, InfoHashC);
        Assert.Contains("height 115", first[1], StringComparison.Ordinal);
        Assert.Contains("blocks 0 to 115", first[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_of_heights_is_read_again_without_moving_the_search()
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        await ScanAsync(stage, new FakeOutput(), "--from", "108", "--to", "111");
        Assert.Null(stage.Catalog.Cursor);
        Assert.Single(stage.Catalog.Models);
        var nothing = await Assert.ThrowsAsync<GoatException>(() => FirstAsync(stage, InfoHashC));
        Assert.Contains("blocks 108 to 111", nothing.Message, StringComparison.Ordinal);
        await ScanAsync(stage);
        Assert.Equal(Manifests(), stage.Catalog.Models.Keys.Order());
    }

    [Fact]
    public async Task Json_tells_of_every_inscription_and_not_of_models_alone()
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        var output = new FakeOutput();
        await ScanAsync(stage, output, "--json");
        var lines = output.Lines.Where(line => line.StartsWith('{')).Select(ScanLines.Read).ToList();
        Assert.Equal(8, lines.Count);
        Assert.All(lines, line => Assert.Equal("L3", line.Text("level")));
        Assert.Equal(3, stage.Catalog.Models.Count);
    }

    [Fact]
    public async Task A_watched_scan_takes_in_what_comes_and_what_goes()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        await WriteAsync(records.SkipLast(3));
        using var stage = new OrdinalsStage(new FastClock(100), ("network", "regtest"), ("blocks", _folder.Path));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var scanning = stage.Command("scan").RunAsync(["--watch"], new FakeOutput(), stop.Token);
        await UntilAsync(() => stage.Catalog.Models.ContainsKey($"ord:{Stale}i0") && stage.Catalog.Cursor is not null, stop.Token);
        await WriteAsync(records);
        await UntilAsync(() => Manifests().SequenceEqual(stage.Catalog.Models.Keys.Order()), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scanning);
    }

    [Theory]
    [InlineData("1fbbc6d57a34536b87be2e6a1cea17577fbefd0d")]
    [InlineData("1FBBC6D57A34536B87BE2E6A1CEA17577FBEFD0D")]
    [InlineData("D654NVL2GRJWXB56FZVBZ2QXK57357IN")]
    [InlineData("magnet:?xt=urn:btih:1fbbc6d57a34536b87be2e6a1cea17577fbefd0d&dn=goat-tiny-0.1b")]
    public async Task The_first_inscription_is_found_by_every_form_of_the_hash(string text)
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        await ScanAsync(stage);
        var lines = await FirstAsync(stage, text);
        Assert.Contains(ManifestC, lines[0], StringComparison.Ordinal);
        Assert.Contains("witnessed (L3)", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_any_scan_the_first_inscription_is_not_known_and_a_wrong_hash_is_usage()
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        await Assert.ThrowsAsync<GoatException>(() => FirstAsync(stage, InfoHashC));
        Assert.Equal(2, await stage.Command("first").RunAsync(["xyz"], new FakeOutput(), default));
    }

    [Fact]
    public async Task A_road_that_is_not_set_and_a_network_of_another_catalog_are_refused()
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        var road = await Assert.ThrowsAsync<GoatException>(() => ScanAsync(stage, new FakeOutput(), "--road", "esplora"));
        Assert.Contains("\"esplora\"", road.Message, StringComparison.Ordinal);
        var network = await Assert.ThrowsAsync<GoatException>(() => ScanAsync(stage, new FakeOutput(), "--network", "mainnet"));
        Assert.Contains("regtest", network.Message, StringComparison.Ordinal);
        await ScanAsync(stage, new FakeOutput(), "--road", "blocks", "--network", "regtest");
        Assert.Equal(3, stage.Catalog.Models.Count);
    }

    private static IEnumerable<string> Manifests() => Chains.Json(Chains.RegtestChain, "expected.json")
        .GetProperty("manifests").EnumerateArray().Select(item => $"ord:{item.Text("id")}").Order();

    private static Task<int> ScanAsync(OrdinalsStage stage, FakeOutput? output = null, params string[] arguments) =>
        stage.Command("scan").RunAsync(arguments, output ?? new FakeOutput(), default);

    private static async Task<List<string>> FirstAsync(OrdinalsStage stage, string hash)
    {
        var output = new FakeOutput();
        Assert.Equal(0, await stage.Command("first").RunAsync([hash], output, default));
        return output.Lines;
    }

    private async Task WriteAsync(IEnumerable<byte[]> records)
    {
        await File.WriteAllBytesAsync(_folder["new"], [.. records.SelectMany(record => record)]);
        File.Move(_folder["new"], _folder["blk00000.dat"], overwrite: true);
    }

    private static async Task UntilAsync(Func<bool> holds, CancellationToken ct)
    {
        while (!holds()) await Task.Delay(20, ct);
    }
}
