using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Rest;

/// <summary>A node's headers by REST, two thousand at a time.</summary>
internal sealed class RestHeaderFeed(HttpSite site) : IHeaderFeed
{
    public string Name => site.Name;

    public int Batch => 2000;

    public int Most => int.MaxValue;

    public static async Task<Hash256?> HashAtAsync(HttpSite site, int height, CancellationToken ct)
    {
        var path = $"rest/blockhashbyheight/{height}.bin";
        if (await site.TryGetAsync(path, Hash256.Size, ct) is not { } bytes) return null;
        return bytes.Length == Hash256.Size ? new Hash256(bytes.Span) : throw site.Failed(path, "its answer is not a hash");
    }

    public Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => HashAtAsync(site, height, ct);

    public async Task<IReadOnlyList<BlockHeader>> ReadHeadersAsync(int from, int count, CancellationToken ct)
    {
        var first = await HashAtAsync(from, ct) ?? throw site.Failed($"block {from}", "its chain is shorter than it said");
        var path = $"rest/headers/{first}.bin?count={count}";
        var bytes = await site.GetAsync(path, count * BlockHeader.Size, ct);
        // A start that has become stale is answered with nothing.
        if (bytes.Length != count * BlockHeader.Size) throw site.Failed(path, $"it gave {bytes.Length / BlockHeader.Size} headers of {count}");
        return [.. Enumerable.Range(0, count).Select(i => BlockHeader.Read(bytes.Span.Slice(i * BlockHeader.Size, BlockHeader.Size)))];
    }
}
