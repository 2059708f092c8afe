using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Proofs.Bundles;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Proofs that stand by themselves: what is packed holds without a road, and nothing can be changed in it.</summary>
public sealed class BundleTests : IDisposable
{
    private const string Manifest = "6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_exported_with_a_road_is_checked_without_one()
    {
        await ExportAsync(Manifest);
        using var offline = new OrdinalsStage(("network", "regtest"));
        var output = new FakeOutput();
        Assert.Equal(0, await offline.Command("proof").RunAsync(["check", _folder["proof"]], output, default));
        Assert.Equal($"inscription {Manifest}i0 of regtest", output.Lines[0]);
        Assert.Contains("proven      level: witnessed (L3)", output.Lines[1], StringComparison.Ordinal);
        Assert.Contains(output.Lines, line => line.Contains("proven      script path", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.StartsWith("  not proven  author", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.Contains("sha256", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_inscription_of_the_sample_survives_packing()
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.SampleBlocks);
        foreach (var expected in Chains.Json(Fixtures.Offline, "expected.json").GetProperty("inscriptions").EnumerateArray())
        {
            var path = _folder[expected.Text("id")];
            await stage.Command("proof").RunAsync(["export", expected.Text("id"), path], new FakeOutput(), default);
            Assert.True(BundleReader.TryRead(await File.ReadAllBytesAsync(path), out var bundle));
            Assert.Equal(expected.Text("id"), bundle.Id.ToString());
            Assert.Equal(ProofLevel.Witnessed, InscriptionProof.Prove(bundle.Id, bundle.ToEvidence(TimeProvider.System)).Verdict.Level);
            Assert.Equal(await File.ReadAllBytesAsync(path), BundleWriter.Write(bundle).ToArray());
        }
    }

    [Fact]
    public async Task A_byte_changed_anywhere_is_refused_or_changes_nothing_that_is_proven()
    {
        var bytes = await ExportAsync(Manifest);
        var sound = Body(bytes);
        Prop.ForAll<int, byte>((at, flip) =>
        {
            var changed = bytes.ToArray();
            changed[(int)((uint)at % changed.Length)] ^= flip;
            try
            {
                // What still proves has the same bytes at the same place in the same chain: the tip header's own nonce may be another good one.
                return Body(changed) is var body && body.SequenceEqual(sound);
            }
            catch (GoatException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Rounds.Of(500, 100_000)));
    }

    [Fact]
    public void Random_bytes_are_no_bundle_and_no_fault() => Prop.ForAll<byte[]>(bytes =>
        !BundleReader.TryRead(bytes, out _) && !BundleReader.TryRead((byte[])[.. BundleReader.Magic, 7, .. "regtest"u8, .. bytes], out _))
        .QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_bundle_that_is_cut_off_or_too_long_is_refused()
    {
        var bytes = await ExportAsync(Manifest);
        for (var length = 0; length < bytes.Length; length += 97) Assert.False(BundleReader.TryRead(bytes.AsMemory(0, length), out _));
        Assert.False(BundleReader.TryRead((byte[])[.. bytes, 0], out _));
        await File.WriteAllBytesAsync(_folder["cut"], bytes[..^1]);
        using var stage = new OrdinalsStage(("network", "regtest"));
        var error = await Assert.ThrowsAsync<RefusedException>(() => stage.Command("proof").RunAsync(["check", _folder["cut"]], new FakeOutput(), default));
        Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_without_its_witness_level_says_so_when_more_is_asked()
    {
        await ExportAsync(Manifest);
        using var strict = new OrdinalsStage(("network", "regtest"), ("confirmations", "1000"));
        var output = new FakeOutput();
        Assert.Equal(3, await strict.Command("proof").RunAsync(["check", _folder["proof"]], output, default));
        Assert.Contains("confirmations, and 1000 are asked", output.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_is_there_is_written_over()
    {
        await File.WriteAllTextAsync(_folder["proof"], "mine");
        await Assert.ThrowsAsync<GoatException>(() => ExportAsync(Manifest));
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["proof"]));
    }

    /// <summary>A reveal of mainnet, below the block that is known by heart: the way up to it stands in for the chain.</summary>
    [SkippableFact]
    public void A_mainnet_reveal_is_proven_by_the_headers_up_to_a_known_block()
    {
        var json = Chains.Json(Chains.Public("mainnet/tx/6fb976ab49dcec017f1e201e84395983204ae1a7c2abf7ced0a85d692e442799.json"));
        var headers = File.ReadAllBytes(Chains.Public("mainnet/headers/mainnet-766080-2120.bin")).Chunk(BlockHeader.Size).Select(bytes => BlockHeader.Read(bytes)).ToList();
        // The last header that is here stands for the checkpoint, whose way is ninety thousand headers long.
        var network = Chains.Mainnet with { Checkpoints = [new(768_199, headers[^1].Hash, Chains.Mainnet.MinimumWork)] };
        var tree = new HeaderTree(network, TimeProvider.System);
        tree.SetAnchor(headers[0], 766_080);
        foreach (var header in headers.Skip(1)) Assert.Null(tree.Offer(header));
        var block = json.GetProperty("block");
        var reveal = Chains.ReadTransaction(json.Hex("hex"));
        var commit = Chains.ReadTransaction(Convert.FromHexString(json.GetProperty("commit_txs").EnumerateObject().Single().Value.GetString()!));
        var siblings = block.GetProperty("merkle_branch_display_order").EnumerateArray().Select(node => Hash256.Parse(node.GetString()!));
        var evidence = new RevealEvidence
        {
            Network = network,
            Reveal = reveal,
            Header = BlockHeader.Read(block.Hex("header")),
            Branch = new(block.GetProperty("pos").GetInt32(), [.. siblings], null),
            Funding = new Dictionary<OutPoint, Funding> { [reveal.Inputs[0].Previous] = new(commit, null) },
        };
        var node = tree.Find(evidence.Header.Hash)!;
        var verdict = InscriptionProof.Prove(new(reveal.TxId, 0), evidence with { Standing = HeaderStanding.Of(network, tree, node) }).Verdict;
        Assert.Equal((ProofLevel.Committed, 770, false), (verdict.Level, verdict.Confirmations, verdict.NeedsWitness));
        var unknown = HeaderStanding.Of(Chains.Mainnet, tree, node);
        Assert.Equal(ProofLevel.Parsed, InscriptionProof.Prove(new(reveal.TxId, 0), evidence with { Standing = unknown }).Verdict.Level);
    }

    private static byte[] Body(byte[] bytes)
    {
        if (!BundleReader.TryRead(bytes, out var bundle)) throw new RefusedException("It is no bundle.");
        var proven = InscriptionProof.Prove(bundle.Id, bundle.ToEvidence(TimeProvider.System));
        return proven.Verdict.Level == ProofLevel.Witnessed && bundle.Id == new InscriptionId(Hash256.Parse(Manifest), 0)
            ? proven.Inscription.Body!.Value.ToArray()
            : throw new RefusedException("It proves something else, or less.");
    }

    private async Task<byte[]> ExportAsync(string id)
    {
        using var stage = OrdinalsStage.OnBlocks(Chains.SampleBlocks);
        Assert.Equal(0, await stage.Command("proof").RunAsync(["export", id, _folder["proof"]], new FakeOutput(), default));
        return await File.ReadAllBytesAsync(_folder["proof"]);
    }
}
