using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Reads a blocks folder once, several blocks at a time, and gives what they hold in the order of the chain.</summary>
internal sealed class DirectoryScan(BlockFilesRoad road, Network network)
{
    // One block is read while another is worked on, and the reader of the results holds a third.
    private static readonly int Workers = Environment.ProcessorCount + 1;

    /// <param name="from">First height; null for the first that can hold an inscription.</param>
    /// <param name="to">Last height; null for the tip.</param>
    /// <param name="parseOnly">Look for inscriptions, and hash nothing.</param>
    /// <param name="keepBlocks">Whether the findings carry their blocks.</param>
    /// <param name="ct">Ends the scan.</param>
    public IAsyncEnumerable<BlockFindings> RunAsync(int? from, int? to, bool parseOnly, bool keepBlocks, CancellationToken ct)
    {
        var examiner = new BlockExaminer(network, road, parseOnly);
        return InOrder.SelectAsync(BlocksAsync(from, to, ct), Workers, ExamineAsync, ct);

        async Task<BlockFindings> ExamineAsync((int? Height, Hash256 Hash) block, CancellationToken token)
        {
            var raw = await road.ReadRawAsync(block.Hash, token);
            // A block that goes on with its findings keeps its memory.
            using var lent = keepBlocks ? null : raw;
            var findings = await examiner.ExamineAsync(raw.Bytes, block.Height, token);
            return keepBlocks ? findings : findings with { Block = null };
        }
    }

    private async IAsyncEnumerable<(int? Height, Hash256 Hash)> BlocksAsync(
        int? from, int? to, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await road.FindTipAsync(ct) is not { } tip)
        {
            var blocks = road.InFileOrder();
            if (from is not null || to is not null || blocks.Count == 0)
            {
                throw new GoatException(
                    $"Reading {road.Name} failed: {blocks.Count} blocks of {network.Name} are in it, and none leads back to its genesis "
                    + "block, so that there are no heights; name the files' own network with --network, or leave --from and --to out.");
            }
            foreach (var hash in blocks) yield return (null, hash);
            yield break;
        }
        for (var height = from ?? network.FirstInscription; height <= Math.Min(to ?? tip.Height, tip.Height); height++)
        {
            if (await road.HashAtAsync(height, ct) is { } hash) yield return (height, hash);
        }
    }
}
