using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Esplora;

/// <summary>The road through an Esplora server, public or one's own: it finds any transaction, and is believed in nothing.</summary>
internal sealed class EsploraRoad(HttpSite site, Network network, TimeProvider clock) : IChainRoad, IDisposable
{
    private const int SmallAnswer = 64 * 1024;

    private readonly FetchedHeaders _headers = new(new EsploraHeaderFeed(site), network, clock, EsploraHeaderFeed.MostHeaders - 1);

    public string Name => site.Name;

    public async Task<ChainTip> TipAsync(CancellationToken ct)
    {
        const string Height = "blocks/tip/height", Hash = "blocks/tip/hash";
        var text = await site.TryTextAsync(Height, ct);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            throw site.Failed(Height, "its answer is not a height");
        }
        return new(height, await site.TryHashAsync(Hash, ct) ?? throw site.Failed(Hash, "it has no tip"));
    }

    public Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => site.TryHashAsync($"block-height/{height}", ct);

    public async Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        if (await site.TryJsonAsync($"tx/{txid}/status", SmallAnswer, ct) is not { } status) return null;
        return status.TryGetProperty("block_hash", out var text) && text.ValueKind == JsonValueKind.String
            && Hash256.TryParse(text.GetString(), out var hash)
            ? hash
            : throw new GoatException($"Transaction {txid} is known to {Name} and in no block yet; wait until it is mined.");
    }

    public Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct) => site.BlockAsync($"block/{hash}/raw", hash, ct);

    public async Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct)
    {
        var tip = await TipAsync(ct);
        var height = await site.HeightAsync($"block/{block}", SmallAnswer, tip, ct);
        return HeaderStanding.Of(network, await _headers.AroundAsync(height, tip, ct), block, height);
    }

    public Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct) =>
        Commits.ReadAsync(block, position, inputs, txid => site.TransactionAsync($"tx/{txid}/raw", ct));

    public void Dispose() => _headers.Dispose();
}
