using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Esplora;

/// <summary>An Esplora server's headers, which come one by one: enough for a short chain or a short way to a checkpoint.</summary>
internal sealed class EsploraHeaderFeed(HttpSite site) : IHeaderFeed
{
    public const int MostHeaders = 2017;

    private const int AtOnce = 4;

    public string Name => site.Name;

    public int Batch => 64;

    public int Most => MostHeaders;

    public Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => site.TryHashAsync($"block-height/{height}", ct);

    public async Task<IReadOnlyList<BlockHeader>> ReadHeadersAsync(int from, int count, CancellationToken ct)
    {
        var headers = new BlockHeader[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, count, options, async (i, token) => headers[i] = await ReadAsync(from + i, token));
        return headers;
    }

    private async Task<BlockHeader> ReadAsync(int height, CancellationToken ct)
    {
        var hash = await HashAtAsync(height, ct) ?? throw site.Failed($"block {height}", "its chain is shorter than it said");
        var path = $"block/{hash}/header";
        var hex = await site.TryTextAsync(path, ct, 2 * BlockHeader.Size + 2) ?? throw site.Failed(path, "it has no such header");
        return HexText.TryRead(hex) is { Length: BlockHeader.Size } bytes
            ? BlockHeader.Read(bytes)
            : throw site.Failed(path, "its answer is not the 80 bytes of a header");
    }
}
