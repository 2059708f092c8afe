using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Locations;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Gathers the evidence for an inscription along the roads, and proves it.</summary>
internal sealed class InscriptionProver(ChainRoads roads, OrdinalsSettings settings)
{
    /// <summary>Inputs whose leaves are checked beside the inscription's own: enough for people's batches, and a bound on what a stranger's can cost.</summary>
    private const int MaximumInputs = 64;

    private const int MaximumParents = 16, MaximumRemembered = 4096;

    // Where blocks were found: what was named with a hint is asked for again, without it, when it is fetched.
    private readonly ConcurrentDictionary<Hash256, Hash256> _blocks = new();

    // The children of a parent come one after the other, and their coins have the same past.
    private readonly ConcurrentDictionary<Hash256, TrailStep> _trails = new();

    /// <summary>Finds an inscription and proves it, and what it delegates to.</summary>
    public async Task<ProvenInscription> ProveAsync(InscriptionReference reference, CancellationToken ct)
    {
        var trip = roads.Open();
        var proven = await ProveAsync(trip, reference.Id, await FindAsync(trip, reference, ct), ct);
        return proven with { Delegated = await DelegatedAsync(trip, proven.Inscription, ct) };
    }

    /// <summary>Proves an inscription of a block, and what can be shown of the parents it claims.</summary>
    public async Task<ProvenInscription> ProveAsync(IChainRoad road, InscriptionId id, Block block, CancellationToken ct)
    {
        var (proven, evidence) = await ProveAloneAsync(road, id, block, ct);
        var parents = new List<ProvenParent>();
        foreach (var parent in proven.Inscription.Parents.Distinct().Take(MaximumParents))
        {
            parents.Add(new(parent, await ProveParentAsync(road, parent, block, evidence, ct)));
        }
        return proven with { Parents = parents };
    }

    /// <summary>The evidence for an inscription, judged already, for a proof that others can check.</summary>
    public async Task<RevealEvidence> GatherAsync(InscriptionReference reference, CancellationToken ct)
    {
        var trip = roads.Open();
        return (await ProveAloneAsync(trip, reference.Id, await FindAsync(trip, reference, ct), ct)).Evidence;
    }

    private async Task<(ProvenInscription Proven, RevealEvidence Evidence)> ProveAloneAsync(
        IChainRoad road, InscriptionId id, Block block, CancellationToken ct)
    {
        var position = block.PositionOf(id.TxId);
        if (position < 0) throw InscriptionProof.Refused(id, $"block {block.Header.Hash}, said to hold it, does not");
        var evidence = RevealEvidence.Of(roads.Network, block, position);
        var inscriptions = InscriptionReader.Read(evidence.Reveal);
        var own = inscriptions.Skip((int)Math.Min(id.Index, int.MaxValue)).Take(1);
        var inputs = inscriptions.Take(MaximumInputs).Concat(own).Select(inscription => inscription.Input).ToHashSet();
        evidence = await WithHeadersAsync(road, evidence with { Funding = await road.FundingAsync(block, position, inputs, ct) }, ct);
        var proven = InscriptionProof.Prove(id, evidence);
        if (_blocks.Count > MaximumRemembered) _blocks.Clear();
        _blocks[id.TxId] = block.Header.Hash;
        var policy = ProofPolicy.Of(settings, roads.Network);
        return (proven with { Road = road.Name, Unproven = policy.Unproven(id, proven.Verdict) }, evidence);
    }

    private static async Task<RevealEvidence> WithHeadersAsync(IChainRoad road, RevealEvidence evidence, CancellationToken ct)
    {
        try
        {
            return evidence with { Standing = await road.HeadersAsync(evidence.Header!.Hash, ct) };
        }
        catch (RoadClosedException closed)
        {
            // Without headers much is still shown, and the verdict says what is not.
            return evidence with { NoStanding = closed.Message.TrimEnd('.') };
        }
    }

    /// <summary>A claimed parent is proven when the reveal spends the coin that the parent is on, wherever that came since it was inscribed.</summary>
    private async Task<Proof> ProveParentAsync(
        IChainRoad road, InscriptionId parent, Block block, RevealEvidence child, CancellationToken ct)
    {
        try
        {
            if (_trails.Count > MaximumRemembered) _trails.Clear();
            var trail = new CoinTrail(road, _trails);
            await trail.BeginAsync(block, child.Branch!.Position, ct);
            SatPoint? inscribed = null;
            while (await trail.SeekAsync(parent.TxId, ct) is { } coin)
            {
                inscribed ??= await PlaceAsync(road, parent, coin, ct);
                if (inscribed is not { } place) return ParentProof.NoPlace(parent);
                if (trail.Arrive(place, child.Reveal.TxId) is { } input)
                {
                    return ParentProof.Held(parent, place, input, child.Reveal.Inputs[input].Previous);
                }
            }
            return ParentProof.NotMet(parent, trail.Length);
        }
        catch (GoatException error)
        {
            // A false claim about a parent takes nothing from the child's own bytes.
            return ParentProof.Unknown(parent, error.Message);
        }
    }

    /// <summary>The sat that a parent was inscribed on; its block is where the coin was found that leads to it, which is far cheaper than a search.</summary>
    private async Task<SatPoint?> PlaceAsync(IChainRoad road, InscriptionId parent, TrailCoin coin, CancellationToken ct)
    {
        var holder = coin.Block is { } hash ? await road.ReadBlockAsync(hash, ct) : await FindAsync(road, new(parent, null, null), ct);
        var (proven, evidence) = await ProveAloneAsync(road, parent, holder, ct);
        return ParentCoin.Place(proven.Inscription, evidence);
    }

    /// <summary>ord shows a delegate's content in place of one's own, one step far.</summary>
    private async Task<ProvenInscription?> DelegatedAsync(RoadTrip road, Inscription inscription, CancellationToken ct)
    {
        if (inscription.Delegate is not { } target || target == inscription.Id) return null;
        return (await ProveAloneAsync(road, target, await FindAsync(road, new(target, null, null), ct), ct)).Proven;
    }

    private async Task<Block> FindAsync(IChainRoad road, InscriptionReference reference, CancellationToken ct)
    {
        var txid = reference.Id.TxId;
        if (reference.Block is { } named) return await road.ReadBlockAsync(named, ct);
        if (reference.Height is { } height)
        {
            var hash = await road.HashAtAsync(height, ct)
                ?? throw new GoatException($"Reading inscription {reference.Id} failed: {road.Name} has no block {height}; check the height.");
            return await road.ReadBlockAsync(hash, ct);
        }
        try
        {
            return await (road as RoadTrip ?? new RoadTrip([road])).FindBlockAsync(txid, ct);
        }
        catch (RoadClosedException) when (_blocks.TryGetValue(txid, out var known))
        {
            return await road.ReadBlockAsync(known, ct);
        }
    }
}
