using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Searches the active chain for models, block by block, and takes back what a reorganisation took away.</summary>
internal sealed class InscriptionScan(ChainRoads roads, InscriptionProver prover, IDescriptionReader descriptions)
{
    /// <summary>Blocks between two cursors where nothing is found: what a search that is cut off has to do again.</summary>
    private const int CursorEvery = 500;

    public async IAsyncEnumerable<Discovery> RunAsync(string? text, [EnumeratorCancellation] CancellationToken ct)
    {
        var road = roads.Open();
        var tip = await road.TipAsync(ct);
        var cursor = ScanCursor.Parse(text);
        while (cursor.Blocks is [var newest, ..] && await road.HashAtAsync(newest.Height, ct) != newest.Hash)
        {
            foreach (var id in newest.Found) yield return new ModelGone(new(id.Reference));
            cursor = cursor.Back();
        }
        var start = cursor.Blocks is [var last, ..] ? last.Height + 1 : roads.Network.FirstInscription;
        for (var height = start; height <= tip.Height && await road.HashAtAsync(height, ct) is { } hash; height++)
        {
            var block = await road.ReadBlockAsync(hash, ct);
            // The chain may turn while it is read; the next search begins at the fork.
            if (cursor.Blocks is [var below, ..] && block.Header.Previous != below.Hash) yield break;
            var found = new List<InscriptionId>();
            var told = false;
            await foreach (var step in SearchAsync(road, block, ct))
            {
                if (step is ModelFound model && InscriptionId.TryParse(model.Description.Origin.Text, out var id)) found.Add(id);
                told = true;
                yield return step;
            }
            cursor = cursor.After(new(height, hash, found));
            if (told || height == tip.Height || height % CursorEvery == 0) yield return new DiscoveryCursor(cursor.ToString());
        }
    }

    private async IAsyncEnumerable<Discovery> SearchAsync(IChainRoad road, Block block, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var inscription in block.Transactions.SelectMany(InscriptionReader.Read))
        {
            if (await JudgeAsync(road, block, inscription, ct) is { } step) yield return step;
        }
    }

    private async Task<Discovery?> JudgeAsync(IChainRoad road, Block block, Inscription inscription, CancellationToken ct)
    {
        if (inscription.Body is not { } body) return null;
        var reference = new Reference(inscription.Id.Reference);
        try
        {
            // Most inscriptions are no models, and finding that out is far cheaper than proving them.
            if (descriptions.Read(reference, new(inscription.ContentType, body, []) { Metaprotocol = inscription.Metaprotocol }) is null)
            {
                return null;
            }
            var proven = await prover.ProveAsync(road, inscription.Id, block, ct);
            return descriptions.Read(reference, proven.ToContent()) is { } model ? new ModelFound(model) : null;
        }
        catch (RefusedException refused)
        {
            return new ModelRefused(reference, refused.Message);
        }
    }
}
