using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs.Bundles;

/// <summary>All that it takes to prove one inscription on a machine that knows this program and nothing of the chain.</summary>
internal sealed record ProofBundle
{
    public required Network Network { get; init; }

    /// <summary>The number of the inscription in its transaction.</summary>
    public required uint Index { get; init; }

    public required Transaction Reveal { get; init; }

    /// <summary>The transactions that committed to its leaves, as far as they were known.</summary>
    public required IReadOnlyList<Transaction> Commits { get; init; }

    /// <summary>From the transaction to the block's header.</summary>
    public required MerkleBranch Branch { get; init; }

    /// <summary>From its witness to the coinbase's commitment.</summary>
    public required WitnessBranch Witness { get; init; }

    /// <summary>The height of the block.</summary>
    public required int Height { get; init; }

    /// <summary>The height of the first header.</summary>
    public required int FirstHeight { get; init; }

    /// <summary>Headers without a gap, which hold the block and a block that this program knows by heart.</summary>
    public required IReadOnlyList<BlockHeader> Headers { get; init; }

    public InscriptionId Id => new(Reveal.TxId, Index);

    /// <summary>The evidence that it is; nothing of it is believed yet.</summary>
    public RevealEvidence ToEvidence(TimeProvider clock)
    {
        var header = Headers[Height - FirstHeight];
        return new()
        {
            Network = Network,
            Reveal = Reveal,
            Header = header,
            Branch = Branch,
            Witness = Witness,
            Funding = Fundings(),
            Standing = Standing(header, clock),
        };
    }

    private Dictionary<OutPoint, Funding> Fundings()
    {
        var commits = new Dictionary<Hash256, Transaction>();
        foreach (var commit in Commits) commits[commit.TxId] = commit;
        var fundings = new Dictionary<OutPoint, Funding>();
        foreach (var input in Reveal.Inputs)
        {
            if (commits.TryGetValue(input.Previous.TxId, out var commit)) fundings[input.Previous] = new(commit, null);
        }
        return fundings;
    }

    private HeaderStanding Standing(BlockHeader header, TimeProvider clock)
    {
        var tree = new HeaderTree(Network, clock);
        tree.SetAnchor(Headers[0], FirstHeight);
        for (var i = 1; i < Headers.Count; i++)
        {
            var flaw = tree.Offer(Headers[i]);
            if (flaw is null && tree.Find(Headers[i].Hash)?.Height != FirstHeight + i)
            {
                flaw = $"it does not follow the header before it but {Headers[i].Previous}";
            }
            if (flaw is not null) throw InscriptionProof.Refused(Id, $"the header at height {FirstHeight + i} of its bundle breaks a rule: {flaw}");
        }
        return HeaderStanding.Of(Network, tree, header.Hash, Height);
    }
}
