using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Gathers the evidence for an inscription along a road, and proves it.</summary>
internal sealed class InscriptionProver(ChainRoads roads)
{
    /// <summary>Finds an inscription by its id alone.</summary>
    public async Task<ProvenInscription> ProveAsync(InscriptionId id, CancellationToken ct)
    {
        var road = roads.Open();
        return await ProveAsync(road, id, await FindAsync(road, id, ct), ct);
    }

    /// <summary>Proves an inscription of a block, and what can be shown of the parents it claims.</summary>
    public async Task<ProvenInscription> ProveAsync(IChainRoad road, InscriptionId id, Block block, CancellationToken ct)
    {
        var (proven, evidence) = await ProveAloneAsync(road, id, block, ct);
        var parents = new List<Proof>();
        foreach (var parent in proven.Inscription.Parents.Distinct()) parents.Add(await ProveParentAsync(road, parent, evidence.Reveal, ct));
        return parents.Count == 0 ? proven : proven with { Proofs = [.. proven.Proofs, .. parents] };
    }

    private async Task<(ProvenInscription, RevealEvidence)> ProveAloneAsync(IChainRoad road, InscriptionId id, Block block, CancellationToken ct)
    {
        var position = block.PositionOf(id.TxId);
        if (position < 0) throw InscriptionProof.Refused(id, $"block {block.Header.Hash}, said to hold it, does not");
        var evidence = RevealEvidence.Of(roads.Network, block, position);
        var inputs = InscriptionReader.Read(evidence.Reveal).Select(inscription => inscription.Input).Distinct().ToList();
        evidence = evidence with
        {
            Funding = await road.FundingAsync(block, position, inputs, ct),
            Standing = await road.HeadersAsync(block.Header.Hash, ct),
        };
        return (InscriptionProof.Prove(id, evidence), evidence);
    }

    /// <summary>A claimed parent is proven when the reveal spends the very output its parent was inscribed on; later moves are not followed.</summary>
    private async Task<Proof> ProveParentAsync(IChainRoad road, InscriptionId parent, Transaction reveal, CancellationToken ct)
    {
        const string Claim = "parent";
        if (reveal.Inputs.All(input => input.Previous.TxId != parent.TxId))
        {
            return new(Claim, false, $"it claims {parent}, and spends no output of the transaction that revealed it; where that coin went since is not followed");
        }
        try
        {
            var (proven, evidence) = await ProveAloneAsync(road, parent, await FindAsync(road, parent, ct), ct);
            if (ParentCoin.Output(proven.Inscription, evidence) is not { } output) return new(Claim, false, $"it claims {parent}, and which output that was inscribed on is not known");
            var place = new OutPoint(parent.TxId, (uint)output);
            var input = reveal.Inputs.Select(spent => spent.Previous).ToList().IndexOf(place);
            return input >= 0
                ? new(Claim, true, $"input {input} spends {place}, the coin that {parent} was inscribed on")
                : new(Claim, false, $"it claims {parent}, and does not spend {place}, the coin that was inscribed on");
        }
        catch (GoatException error)
        {
            // A false claim about a parent takes nothing from the child's own bytes.
            return new(Claim, false, $"it claims {parent}: {error.Message}");
        }
    }

    private static async Task<Block> FindAsync(IChainRoad road, InscriptionId id, CancellationToken ct)
    {
        var hash = await road.FindAsync(id.TxId, ct);
        return hash is { } found
            ? await road.ReadBlockAsync(found, ct)
            : throw new GoatException($"Transaction {id.TxId} was not found in {road.Name}; check the id and the network.");
    }
}
