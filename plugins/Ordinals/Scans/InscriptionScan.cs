using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Contents;
using GoatHost.Plugins.Ordinals.Firsts;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Searches the active chain for models, block by block, and takes back what a reorganisation took away.</summary>
internal sealed class InscriptionScan(InscriptionProver prover, IDescriptionReader descriptions, FirstRecords firsts)
{
    /// <summary>Blocks between two cursors where nothing is found: what a search that is cut off has to do again.</summary>
    private const int CursorEvery = 500;

    /// <summary>Larger ones are no manifests, and every block may be full of what unpacks to far more.</summary>
    private const int LargestDecoded = 16 * 1024 * 1024;

    private static readonly int Workers = Environment.ProcessorCount + 1;

    public async IAsyncEnumerable<Discovery> RunAsync(ScanPass pass, [EnumeratorCancellation] CancellationToken ct)
    {
        var tip = await pass.Road.TipAsync(ct);
        var cursor = pass.Cursor;
        while (cursor.Blocks is [var newest, ..] && await pass.Road.HashAtAsync(newest.Height, ct) != newest.Hash)
        {
            await firsts.RemoveAsync(pass.Network, newest.Hash, newest.Height, ct);
            foreach (var id in newest.Found) yield return new ModelGone(new(id.Reference));
            cursor = cursor.Back();
        }
        var start = pass.From ?? (cursor.Blocks is [var last, ..] ? last.Height + 1 : pass.Network.FirstInscription);
        var end = Math.Min(pass.To ?? tip.Height, tip.Height);
        var unsaved = start;
        await foreach (var searched in InOrder.SelectAsync(BlocksAsync(pass, start, end, ct), Workers, SearchAsync, ct))
        {
            using var lent = searched;
            var (height, hash) = (searched.Height, searched.Hash);
            // The chain may turn while it is read; the next search begins at the fork.
            if (!pass.IsRange && cursor.Blocks is [var below, ..] && searched.Previous != below.Hash) yield break;
            pass.Passed?.Invoke(height, end);
            var steps = await JudgeAsync(pass, searched, ct);
            foreach (var step in steps) yield return step;
            cursor = cursor.After(new(height, hash, [.. steps.OfType<ModelFound>().Select(model => IdOf(model.Description))]));
            if (steps.Count == 0 && height != end && height % CursorEvery != 0) continue;
            await firsts.NoteRangeAsync(pass.Network, unsaved, height, ct);
            unsaved = height + 1;
            if (!pass.IsRange) yield return new DiscoveryCursor(cursor.ToString());
        }
    }

    private static async IAsyncEnumerable<(int Height, Hash256 Hash, RawBlock Raw)> BlocksAsync(
        ScanPass pass, int start, int end, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var height = start; height <= end && await pass.Road.HashAtAsync(height, ct) is { } hash; height++)
        {
            yield return (height, hash, await pass.Road.ReadRawAsync(hash, ct));
        }
    }

    /// <summary>What can be done for many blocks at once: is this the block, and what is inscribed in it.</summary>
    private static Task<SearchedBlock> SearchAsync((int Height, Hash256 Hash, RawBlock Raw) block, CancellationToken ct)
    {
        var flaw = BlockCheck.Flaw(block.Raw.Bytes, block.Hash, out var read);
        var reveals = flaw is null ? RevealSearch.In(read!) : [];
        return Task.FromResult(new SearchedBlock(block.Height, block.Hash, read?.Header.Previous ?? default, reveals, flaw, block.Raw));
    }

    private async Task<IReadOnlyList<Discovery>> JudgeAsync(ScanPass pass, SearchedBlock searched, CancellationToken ct)
    {
        // A block that is not what it should be is read again, checked: another road may have it, and else the failure says why.
        var block = searched.Flaw is null ? null : await pass.Road.ReadBlockAsync(searched.Hash, ct);
        var reveals = block is null ? searched.Reveals : RevealSearch.In(block);
        var steps = new List<Discovery>();
        if (reveals.Count == 0) return steps;
        if (pass.Seen is { } seen)
        {
            block ??= await pass.Road.ReadBlockAsync(searched.Hash, ct);
            seen(await new BlockExaminer(pass.Network, pass.Road, parseOnly: false).ExamineAsync(block.Raw, searched.Height, ct));
        }
        foreach (var reveal in reveals)
        {
            foreach (var inscription in reveal.Inscriptions.Where(IsOwnContent))
            {
                var reference = new Reference(inscription.Id.Reference);
                try
                {
                    // Most inscriptions are no models, and finding that out is far cheaper than proving them.
                    if (Describe(reference, inscription) is not { } likely) continue;
                    block ??= await pass.Road.ReadBlockAsync(searched.Hash, ct);
                    var proven = await prover.ProveAsync(pass.Road, inscription.Id, block, ct);
                    var sighting = new Sighting(
                        inscription.Id, searched.Height, reveal.Position, searched.Hash, proven.Verdict.Level, block.Header.Time);
                    await firsts.RecordAsync(pass.Network, InfoHashes.In(inscription.Body!.Value.Span, likely), sighting, ct);
                    if (descriptions.Read(reference, proven.ToContent()) is { } model) steps.Add(new ModelFound(proven.WithParents(model)));
                }
                catch (RefusedException refused)
                {
                    steps.Add(new ModelRefused(reference, refused.Message));
                }
            }
        }
        return steps;
    }

    private ModelDescription? Describe(Reference reference, Inscription inscription) =>
        descriptions.Read(reference, InscriptionContent.Read(inscription, LargestDecoded));

    /// <summary>What delegates shows another's content, which is found where that one is; to look for it here anyone could send a search through the whole chain.</summary>
    private static bool IsOwnContent(Inscription inscription) => inscription is { Body: not null, Delegate: null };

    private static InscriptionId IdOf(ModelDescription model) =>
        InscriptionId.TryParse(model.Origin.Text, out var id)
            ? id
            : throw new InvalidOperationException("A model's origin is the reference that it was read for.");
}
