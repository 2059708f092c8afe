using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Gathers the evidence for an inscription along a road, and proves it.</summary>
internal sealed class InscriptionProver(ChainRoads roads)
{
    /// <summary>Inputs whose leaves are checked beside the inscription's own: enough for people's batches, and a bound on what a stranger's can cost.</summary>
    private const int MaximumInputs = 64;

    private const int MaximumParents = 16;

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
        foreach (var parent in proven.Inscription.Parents.Distinct().Take(MaximumParents))
        {
            parents.Add(await ProveParentAsync(road, parent, block, evidence, ct));
        }
        return proven with { Parents = parents };
    }

    private async Task<(ProvenInscription, RevealEvidence)> ProveAloneAsync(
        IChainRoad road, InscriptionId id, Block block, CancellationToken ct)
    {
        var position = block.PositionOf(id.TxId);
        if (position < 0) throw InscriptionProof.Refused(id, $"block {block.Header.Hash}, said to hold it, does not");
        var evidence = RevealEvidence.Of(roads.Network, block, position);
        var inscriptions = InscriptionReader.Read(evidence.Reveal);
        var own = inscriptions.Skip((int)Math.Min(id.Index, int.MaxValue)).Take(1);
        var inputs = inscriptions.Take(MaximumInputs).Concat(own).Select(inscription => inscription.Input).ToHashSet();
        evidence = evidence with
        {
            Funding = await road.FundingAsync(block, position, inputs, ct),
            Standing = await road.HeadersAsync(block.Header.Hash, ct),
        };
        return (InscriptionProof.Prove(id, evidence) with { Road = road.Name }, evidence);
    }

    /// <summary>A claimed parent is proven when the reveal spends the very output its parent was inscribed on; later moves are not followed.</summary>
    private async Task<Proof> ProveParentAsync(
        IChainRoad road, InscriptionId parent, Block block, RevealEvidence child, CancellationToken ct)
    {
        const string Claim = "parent";
        var spent = child.Reveal.Inputs.Select(input => input.Previous).ToList();
        var spending = spent.FindIndex(previous => previous.TxId == parent.TxId);
        if (spending < 0)
        {
            return new(
                Claim,
                false,
                $"it claims {parent}, and spends no output of the transaction that revealed it; where that coin went since is not followed");
        }
        try
        {
            var (proven, evidence) = await ProveAloneAsync(
                road, parent, await FindParentAsync(road, parent, block, child, spending, ct), ct);
            if (ParentCoin.Output(proven.Inscription, evidence) is not { } output)
            {
                return new(Claim, false, $"it claims {parent}, and which output that was inscribed on is not known");
            }
            var place = new OutPoint(parent.TxId, (uint)output);
            var input = spent.IndexOf(place);
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

    /// <summary>The parent's block, by what the road knows of the coin that the child spent: far cheaper than a search.</summary>
    private static async Task<Block> FindParentAsync(
        IChainRoad road, InscriptionId parent, Block block, RevealEvidence child, int input, CancellationToken ct)
    {
        var funding = await road.FundingAsync(block, child.Branch!.Position, [input], ct);
        return funding.GetValueOrDefault(child.Reveal.Inputs[input].Previous)?.Block is { } hash
            ? await road.ReadBlockAsync(hash, ct)
            : await FindAsync(road, parent, ct);
    }

    private static async Task<Block> FindAsync(IChainRoad road, InscriptionId id, CancellationToken ct)
    {
        var hash = await road.FindAsync(id.TxId, ct);
        return hash is { } found
            ? await road.ReadBlockAsync(found, ct)
            : throw new GoatException($"Transaction {id.TxId} was not found in {road.Name}; check the id and the network.");
    }
}
