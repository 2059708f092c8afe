using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Fetched;

/// <summary>What servers of any kind answer in the same way, checked as far as it can be by itself.</summary>
internal static class FetchedAnswers
{
    /// <summary>The whole block, checked against its hash, its Merkle root and its witness commitment.</summary>
    public static async Task<Block> BlockAsync(this HttpSite site, string path, Hash256 hash, CancellationToken ct)
    {
        var flaw = BlockCheck.Flaw(await site.GetAsync(path, Block.MaximumSize, ct), hash, out var block);
        return flaw is null ? block! : throw new RefusedException($"Block {hash} from {site.Name} is refused: {flaw}.");
    }

    /// <summary>A transaction, to be checked by its hash; null when the site has none.</summary>
    public static async Task<Transaction?> TransactionAsync(this HttpSite site, string path, CancellationToken ct)
    {
        if (await site.TryGetAsync(path, Block.MaximumSize, ct) is not { } bytes) return null;
        return Transaction.TryRead(bytes, out var transaction) ? transaction : throw site.Failed(path, "its answer is not a transaction");
    }

    /// <summary>The height that it tells of a block; the headers show whether it is so.</summary>
    public static async Task<int> HeightAsync(this HttpSite site, string path, int limit, ChainTip tip, CancellationToken ct) =>
        await site.TryJsonAsync(path, limit, ct) is { } about && about.TryGetProperty("height", out var number)
        && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var known) && known >= 0 && known <= tip.Height + 1
            ? known
            : throw site.Failed(path, "its answer has no height of its chain");
}
