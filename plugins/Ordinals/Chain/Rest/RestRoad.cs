using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Rest;

/// <summary>The road through a Bitcoin Core node's REST interface (<c>-rest</c>): no password, and finding a transaction takes its txindex.</summary>
internal sealed class RestRoad(HttpSite site, Network network, TimeProvider clock) : IChainRoad, IDisposable
{
    private const int SmallAnswer = 64 * 1024, TransactionJson = 48 * 1024 * 1024;

    private readonly FetchedHeaders _headers = new(new RestHeaderFeed(site), network, clock);

    public string Name => site.Name;

    public async Task<ChainTip> TipAsync(CancellationToken ct)
    {
        const string Path = "rest/chaininfo.json";
        var info = await site.TryJsonAsync(Path, SmallAnswer, ct) ?? throw site.Failed(Path, "it serves no REST; start the node with rest=1");
        if (Text(info, "chain") != network.RpcName)
        {
            throw new GoatException(
                $"{Name} is on another network than {network.Name}; set \"network\" in the ordinals settings to the node's own.");
        }
        return info.TryGetProperty("blocks", out var blocks) && blocks.ValueKind == JsonValueKind.Number
            && blocks.TryGetInt32(out var height) && height >= 0 && Hash256.TryParse(Text(info, "bestblockhash"), out var hash)
            ? new(height, hash)
            : throw site.Failed(Path, "its answer has no height or no best block");
    }

    public Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => RestHeaderFeed.HashAtAsync(site, height, ct);

    public async Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        var path = $"rest/tx/{txid}.json";
        if (await site.TryJsonAsync(path, TransactionJson, ct) is not { } transaction) return null;
        return Hash256.TryParse(Text(transaction, "blockhash"), out var hash)
            ? hash
            : throw new GoatException($"Transaction {txid} is known to {Name} and in no block yet; wait until it is mined.");
    }

    public Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct) => site.BlockAsync($"rest/block/{hash}.bin", hash, ct);

    public async Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct)
    {
        var tip = await TipAsync(ct);
        var height = await site.HeightAsync($"rest/block/notxdetails/{block}.json", Block.MaximumSize, tip, ct);
        return HeaderStanding.Of(network, await _headers.AroundAsync(height, tip, ct), block, height);
    }

    public Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct) =>
        Commits.ReadAsync(block, position, inputs, txid => site.TransactionAsync($"rest/tx/{txid}.bin", ct));

    public void Dispose() => _headers.Dispose();

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
