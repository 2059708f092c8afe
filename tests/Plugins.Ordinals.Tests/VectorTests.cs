using System.Text.Json;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The official vectors of BIP340 and BIP341, and Bitcoin Core's own Taproot cases.</summary>
public sealed class VectorTests
{
    [SkippableFact]
    public void Judges_signatures_as_bip340_does()
    {
        var lines = File.ReadAllLines(Chains.Public("bip-vectors/bip-0340/test-vectors.csv"));
        Assert.True(lines.Length > 15);
        foreach (var columns in lines.Skip(1).Select(line => line.Split(',')))
        {
            var valid = Schnorr.Verify(
                Convert.FromHexString(columns[2]), Convert.FromHexString(columns[4]), Convert.FromHexString(columns[5]));
            Assert.True(valid == (columns[6] == "TRUE"), $"vector {columns[0]}: {columns[7]}");
        }
    }

    [SkippableFact]
    public void Opens_the_outputs_of_bip341()
    {
        var checks = 0;
        foreach (
            var item in Chains.Json(Chains.Public("bip-vectors/bip-0341/wallet-test-vectors.json")).GetProperty("scriptPubKey").EnumerateArray())
        {
            if (!item.GetProperty("expected").TryGetProperty("scriptPathControlBlocks", out var blocks)) continue;
            var leaves = Leaves(item.GetProperty("given").GetProperty("scriptTree")).OrderBy(leaf => leaf.GetProperty("id").GetInt32()).ToList();
            var output = item.GetProperty("expected").Hex("scriptPubKey");
            foreach (var (index, control) in blocks.EnumerateArray().Index())
            {
                ReadOnlyMemory<byte>[] witness = [leaves[index].Hex("script"), Convert.FromHexString(control.GetString()!)];
                Assert.Equal(ScriptPathVerdict.Ok, ScriptPath.Check(output, witness).Verdict);
                checks++;
            }
        }
        Assert.Equal(12, checks);
    }

    [SkippableFact]
    public void Judges_control_blocks_as_bitcoin_core_does()
    {
        var verdicts = new Dictionary<string, ScriptPathVerdict>
        {
            ["ok"] = ScriptPathVerdict.Ok,
            ["control block length"] = ScriptPathVerdict.ControlBlockLength,
            ["internal key not on curve"] = ScriptPathVerdict.InternalKeyNotOnCurve,
            ["output key mismatch"] = ScriptPathVerdict.OutputKeyMismatch,
            ["parity mismatch"] = ScriptPathVerdict.ParityMismatch,
        };
        var checks = 0;
        foreach (var item in Chains.Json(Chains.Public("bip-vectors/taproot-ref/selection.json")).EnumerateArray())
        {
            var reader = new ByteReader(
                Convert.FromHexString(item.GetProperty("prevouts")[item.GetProperty("index").GetInt32()].GetString()!));
            reader.UInt64();
            var output = reader.VarBytes();
            foreach (var side in new[] { "success", "failure" })
            {
                if (!item.IsSet(side) || !item.GetProperty(side).IsSet("script_path")) continue;
                var witness = item.GetProperty(side).GetProperty("witness").EnumerateArray().Select(text => (ReadOnlyMemory<byte>)Convert.FromHexString(text.GetString()!)).ToList();
                Assert.Equal(verdicts[item.GetProperty(side).Text("script_path")], ScriptPath.Check(output.Span, witness).Verdict);
                checks++;
            }
        }
        Assert.True(checks > 457, $"{checks} checks");
    }

    private static IEnumerable<JsonElement> Leaves(JsonElement tree) =>
        tree.ValueKind == JsonValueKind.Array ? tree.EnumerateArray().SelectMany(Leaves) : [tree];
}
