using GoatHost.Plugins.Ordinals.Addresses;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscribing;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Inscribing;

/// <summary>Signing, by the official vectors of BIP340 and BIP341 and by what a real node took.</summary>
public sealed class SigningTests
{
    [SkippableFact]
    public void Signs_as_bip340_does()
    {
        var signed = 0;
        foreach (var columns in File.ReadAllLines(Chains.Public("bip-vectors/bip-0340/test-vectors.csv")).Skip(1).Select(line => line.Split(',')))
        {
            if (columns[1].Length == 0) continue;
            var key = SecretKey.TryRead(Convert.FromHexString(columns[1]))!;
            Assert.Equal(columns[2], Convert.ToHexString(key.PublicKey));
            Assert.Equal(columns[5], Convert.ToHexString(key.Sign(Convert.FromHexString(columns[4]), Convert.FromHexString(columns[3]))));
            signed++;
        }
        Assert.True(signed >= 8, $"{signed} vectors");
    }

    [SkippableFact]
    public void Signs_each_input_of_bip341_in_each_way_to_sign()
    {
        var vectors = Chains.Json(Chains.Public("bip-vectors/bip-0341/wallet-test-vectors.json")).GetProperty("keyPathSpending")[0];
        var transaction = Chains.ReadTransaction(vectors.GetProperty("given").Hex("rawUnsignedTx"));
        var spent = vectors.GetProperty("given").GetProperty("utxosSpent").EnumerateArray()
            .Select(coin => new TransactionOutput(coin.GetProperty("amountSats").GetUInt64(), coin.Hex("scriptPubKey"))).ToList();
        foreach (var item in vectors.GetProperty("inputSpending").EnumerateArray())
        {
            var (given, steps) = (item.GetProperty("given"), item.GetProperty("intermediary"));
            var (input, type) = (given.GetProperty("txinIndex").GetInt32(), given.GetProperty("hashType").GetByte());
            var key = SecretKey.TryRead(given.Hex("internalPrivkey"))!;
            Assert.Equal(steps.Text("internalPubkey"), Convert.ToHexStringLower(key.PublicKey));
            var tweaked = key.Tweak(given.IsSet("merkleRoot") ? given.Hex("merkleRoot") : []);
            Assert.Equal(spent[input].Script.Span[2..], tweaked.PublicKey);
            Assert.Equal(steps.Text("sigMsg"), Convert.ToHexStringLower(SignatureHash.Message(transaction, spent, input, null, type)));
            var hash = SignatureHash.Of(transaction, spent, input, null, type);
            Assert.Equal(steps.Text("sigHash"), Convert.ToHexStringLower(hash));
            var witness = Convert.ToHexStringLower(tweaked.Sign(hash, new byte[32])) + (type == SignatureHash.Default ? "" : type.ToString("x2", null));
            Assert.Equal(item.GetProperty("expected").GetProperty("witness")[0].GetString(), witness);
        }
    }

    [SkippableFact]
    public void Writes_the_addresses_of_bip341()
    {
        foreach (var item in Chains.Json(Chains.Public("bip-vectors/bip-0341/wallet-test-vectors.json")).GetProperty("scriptPubKey").EnumerateArray())
        {
            var expected = item.GetProperty("expected");
            Assert.Equal(expected.Text("bip350Address"), SegwitAddress.Encode("bc", expected.Hex("scriptPubKey")));
            Assert.Equal(expected.Hex("scriptPubKey"), SegwitAddress.TryDecode("bc", expected.Text("bip350Address")));
        }
    }

    [Fact]
    public void Commits_and_signs_as_the_recorded_reveal_that_a_node_took()
    {
        var flow = Chains.Json(Chains.RegtestChain, "api", "wallet-commit-reveal.json");
        var key = SecretKey.TryRead(flow.Hex("internal_priv_REGTEST_ONLY"))!;
        Assert.Equal(flow.Text("internal_key"), Convert.ToHexStringLower(key.PublicKey));
        var output = new TaprootOutput(key, flow.Hex("tapscript"));
        Assert.Equal(flow.Text("output_key"), Convert.ToHexStringLower(output.Script.Span[2..]));
        Assert.Equal(flow.Text("control_block"), Convert.ToHexStringLower(output.ControlBlock.Span));
        Assert.Equal(flow.Text("commit_address"), SegwitAddress.Encode("bcrt", output.Script.Span));
        Assert.Equal(output.Script.Span[2..], key.Tweak(output.LeafHash).PublicKey);

        var reveal = Chains.ReadTransaction(flow.Hex("reveal_hex"));
        foreach (var (value, isRight) in new[] { (100_000ul, true), (100_001ul, false) })
        {
            var hash = SignatureHash.Of(reveal, [new(value, output.Script)], 0, output.LeafHash);
            Assert.Equal(isRight, Schnorr.Verify(key.PublicKey, hash, reveal.Inputs[0].Witness[0].Span));
        }
    }

    [Fact]
    public void Writes_the_same_script_as_the_recorded_one()
    {
        var flow = Chains.Json(Chains.RegtestChain, "api", "wallet-commit-reveal.json");
        var body = Ordinals.Inscriptions.InscriptionReader.Read(Chains.ReadTransaction(flow.Hex("reveal_hex")))[0].Body!.Value;
        var script = EnvelopeWriter.Write(flow.Hex("internal_key"), new(body, "application/json", null), null);
        Assert.Equal(flow.Text("tapscript"), Convert.ToHexStringLower(script.Span));
    }

    [Fact]
    public void Writes_keys_as_nodes_import_them()
    {
        // The example that the developer guide of Bitcoin gives for WIF.
        var key = SecretKey.TryRead(Convert.FromHexString("0c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d"))!;
        Assert.Equal("KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617", WalletImport.Encode(key, Network.Find("mainnet")!));
        Assert.StartsWith("c", WalletImport.Encode(key, Network.Find("regtest")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("ff")]
    public void Takes_no_number_outside_the_curve_for_a_key(string hex) => Assert.Null(SecretKey.TryRead(Convert.FromHexString(hex)));

    [Fact]
    public void Never_shows_a_key_as_text()
    {
        var key = SecretKey.Generate();
        Assert.DoesNotContain(Convert.ToHexStringLower(key.ToBytes()), $"{key}", StringComparison.OrdinalIgnoreCase);
    }
}
