using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>A node's headers, two calls for each, many calls in one request.</summary>
internal sealed class RpcHeaderFeed(RpcClient client) : IHeaderFeed
{
    public string Name => client.Name;

    public int Batch => 500;

    public int Most => int.MaxValue;

    public async Task<Hash256?> HashAtAsync(int height, CancellationToken ct) =>
        Hash256.TryParse((await client.CallAsync("getblockhash", [height], ct)).Text, out var hash) ? hash : null;

    public async Task<IReadOnlyList<BlockHeader>> ReadHeadersAsync(int from, int count, CancellationToken ct)
    {
        var hashes = await client.BatchAsync("getblockhash", [.. Enumerable.Range(from, count).Select(height => new object[] { height })], ct);
        var headers = await client.BatchAsync("getblockheader", [.. hashes.Select(hash => new object[] { hash.Text ?? "", false })], ct);
        return [.. headers.Select(header => Read(header.Text))];
    }

    private BlockHeader Read(string? hex)
    {
        if (hex is not { Length: 2 * BlockHeader.Size })
        {
            throw client.Failed("getblockheader", "it did not answer with the 80 bytes of a header");
        }
        try
        {
            return BlockHeader.Read(Convert.FromHexString(hex));
        }
        catch (FormatException error)
        {
            throw client.Failed("getblockheader", "its header is not hex", error);
        }
    }
}
