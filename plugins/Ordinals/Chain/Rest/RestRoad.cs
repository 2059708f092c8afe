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

    public async Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct)
    {
        var flaw = BlockCheck.Flaw(await site.GetAsync($"rest/block/{hash}.bin", Block.MaximumSize, ct), hash, out var block);
        return flaw is null ? block! : throw new RefusedException($"Block {hash} from {Name} is refused: {flaw}.");
    }

    public async Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct)
    {
        var tip = await TipAsync(ct);
        var path = $"rest/block/notxdetails/{block}.json";
        var height = await site.TryJsonAsync(path, Block.MaximumSize, ct) is { } details && details.TryGetProperty("height", out var number)
            && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var known) && known >= 0 && known <= tip.Height + 1
            ? known
            : throw site.Failed(path, "its answer has no height of its chain");
        return HeaderStanding.Of(network, await _headers.AroundAsync(height, tip, ct), block, height);
    }

    public Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct) =>
        Commits.ReadAsync(block, position, inputs, txid => TransactionAsync(txid, ct));

    public void Dispose() => _headers.Dispose();

    private async Task<Transaction?> TransactionAsync(Hash256 txid, CancellationToken ct)
    {
        var path = $"rest/tx/{txid}.bin";
        if (await site.TryGetAsync(path, Block.MaximumSize, ct) is not { } bytes) return null;
        return Transaction.TryRead(bytes, out var transaction) ? transaction : throw site.Failed(path, "its answer is not a transaction");
    }

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
