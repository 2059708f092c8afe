using System.Globalization;
using System.Text.Json;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Ord;

/// <summary>The road through an ord server. It says where an inscription is, and brings transactions; its content is never looked at.</summary>
/// <remarks>Only the recursive endpoints are asked, which are the ones that ord keeps stable.</remarks>
internal sealed class OrdRoad(HttpSite site) : IChainRoad
{
    private const int SmallAnswer = 256 * 1024;

    public string Name => site.Name;

    public async Task<ChainTip> TipAsync(CancellationToken ct)
    {
        const string Height = "r/blockheight", Hash = "r/blockhash";
        var text = await site.TryTextAsync(Height, ct);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            throw site.Failed(Height, "its answer is not a height");
        }
        return new(height, await site.TryHashAsync(Hash, ct) ?? throw site.Failed(Hash, "it has no tip"));
    }

    public Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => site.TryHashAsync($"r/blockhash/{height}", ct);

    /// <summary>By the first inscription of the transaction, which is there when there is any.</summary>
    public async Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        var path = $"r/inscription/{txid}i0";
        if (await site.TryJsonAsync(path, SmallAnswer, ct) is not { } about) return null;
        return about.TryGetProperty("height", out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out var height) && height >= 0
            ? await HashAtAsync(height, ct)
            : throw site.Failed(path, "its answer has no height");
    }

    public Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct) => throw Closed($"Reading block {hash}", "no blocks");

    public Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct) => throw Closed("Asking for headers", "none");

    public Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct) =>
        Commits.ReadAsync(block, position, inputs, txid => TransactionAsync(txid, ct));

    private RoadClosedException Closed(string doing, string what) =>
        new($"{doing} failed: {Name} brings {what}; set another of the \"roads\" beside it.");

    private async Task<Transaction?> TransactionAsync(Hash256 txid, CancellationToken ct)
    {
        var path = $"r/tx/{txid}";
        if (await site.TryTextAsync(path, ct, 2 * Block.MaximumSize + 2) is not { } hex) return null;
        return HexText.TryRead(hex) is { } bytes && Transaction.TryRead(bytes, out var transaction)
            ? transaction
            : throw site.Failed(path, "its answer is not a transaction in hex");
    }
}
