using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Reads the inscriptions of a block, and judges each by all that can be had for it.</summary>
/// <param name="network">Whose rules headers are checked by.</param>
/// <param name="road">Where outputs and headers are asked for; null for a block that came alone.</param>
/// <param name="parseOnly">Look for inscriptions, and check nothing.</param>
internal sealed class BlockExaminer(Network network, IChainRoad? road, bool parseOnly)
{
    private static readonly Verdict Unjudged = new(default, default, default, default);

    public async Task<BlockFindings> ExamineAsync(ReadOnlyMemory<byte> bytes, int? height, CancellationToken ct) =>
        parseOnly ? Parse(bytes, height) : await JudgeAsync(bytes, height, ct);

    private static BlockFindings Parse(ReadOnlyMemory<byte> bytes, int? height)
    {
        var found = new List<RevealExtent>();
        var hash = HashOf(bytes);
        if (!RevealSearch.TryFind(bytes.Span, found)) return NoBlock(bytes, height);
        var lines = RevealSearch.Read(bytes, found).SelectMany(
            reveal => reveal.Inscriptions.Select(one => Line(ScanLine.Of(one, Unjudged), hash, height, reveal)));
        return new(hash, height, [.. lines], null);
    }

    private async Task<BlockFindings> JudgeAsync(ReadOnlyMemory<byte> bytes, int? height, CancellationToken ct)
    {
        if (!Block.TryRead(bytes, out var block)) return NoBlock(bytes, height);
        var hash = block.Header.Hash;
        height ??= CoinbaseHeight.Read(block.Transactions[0]);
        var reveals = RevealSearch.In(block);
        var standing = road is null || reveals.Count == 0 ? null : await StandingAsync(road, hash, ct);
        var lines = new List<ScanLine>();
        foreach (var reveal in reveals)
        {
            var inputs = reveal.Inscriptions.Select(inscription => inscription.Input).ToHashSet();
            var evidence = RevealEvidence.Of(network, block, reveal.Position) with
            {
                Standing = standing,
                Funding = road is null
                    ? FundingWithin(block, reveal, inputs)
                    : await road.FundingAsync(block, reveal.Position, inputs, ct),
            };
            var judge = new RevealJudge(evidence);
            lines.AddRange(judge.Inscriptions.Select(one => Line(ScanLine.Of(one, judge.Judge(one)), hash, height, reveal)));
        }
        return new(hash, height, lines, BlockCheck.RootFlaw(block) ?? WitnessCommitment.Flaw(block)) { Block = block };
    }

    private static async Task<HeaderStanding?> StandingAsync(IChainRoad road, Hash256 hash, CancellationToken ct)
    {
        try
        {
            return await road.HeadersAsync(hash, ct);
        }
        catch (Abstractions.RefusedException)
        {
            return null; // The block leads to no chain that is known, which the verdict on its header then says.
        }
    }

    /// <summary>The transactions of the block itself that its reveals spend from.</summary>
    private static Dictionary<OutPoint, Funding> FundingWithin(Block block, Reveal reveal, HashSet<int> inputs)
    {
        var found = new Dictionary<OutPoint, Funding>();
        foreach (var previous in inputs.Select(input => reveal.Transaction.Inputs[input].Previous))
        {
            if (block.PositionOf(previous.TxId) is >= 0 and var at) found[previous] = new(block.Transactions[at], null, block.Header.Hash);
        }
        return found;
    }

    private static ScanLine Line(ScanLine line, Hash256 hash, int? height, Reveal reveal) =>
        line with { Block = hash.ToString(), Height = height, TxIndex = reveal.Position };

    private static BlockFindings NoBlock(ReadOnlyMemory<byte> bytes, int? height) =>
        new(HashOf(bytes), height, [], $"its {bytes.Length} bytes are not a block");

    private static Hash256 HashOf(ReadOnlyMemory<byte> bytes) =>
        bytes.Length < BlockHeader.Size ? default : Hash256.DoubleSha256(bytes.Span[..BlockHeader.Size]);
}
