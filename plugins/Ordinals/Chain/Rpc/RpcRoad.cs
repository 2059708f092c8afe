using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>The road through a running Bitcoin Core node. With <c>txindex=1</c> it finds any transaction; without, those with an unspent output.</summary>
internal sealed class RpcRoad(RpcClient client, Network network, TimeProvider clock) : IChainRoad, IDisposable
{
    private const int VerboseBlockLimit = 96 * 1024 * 1024;

    private readonly FetchedHeaders _headers = new(new RpcHeaderFeed(client), network, clock);

    public string Name => client.Name;

    public static RpcRoad Open(RoadSettings settings, Network network, RoadHttp http, TimeProvider clock) =>
        new(RpcClient.Open(settings, network, http), network, clock);

    public async Task<ChainTip> TipAsync(CancellationToken ct)
    {
        var info = await client.RequireAsync("getblockchaininfo", [], ct);
        if (info.TextOf("chain") != network.RpcName)
        {
            throw new GoatException(
                $"{Name} is on another network than {network.Name}; set \"network\" in the ordinals settings to the node's own.");
        }
        return info.NumberOf("blocks") is { } height && Hash256.TryParse(info.TextOf("bestblockhash"), out var hash)
            ? new(height, hash)
            : throw client.Failed("getblockchaininfo", "its answer has no height or no best block");
    }

    public async Task<Hash256?> HashAtAsync(int height, CancellationToken ct)
    {
        var answer = await client.CallAsync("getblockhash", [height], ct);
        if (answer.ErrorCode == RpcAnswer.OutOfRange) return null;
        return !answer.Failed && Hash256.TryParse(answer.Text, out var hash)
            ? hash
            : throw client.Failed("getblockhash", answer.ErrorText ?? "it did not answer with a hash");
    }

    public async Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        var answer = await client.CallAsync("getrawtransaction", [txid, 1], ct);
        if (!answer.Failed && Hash256.TryParse(answer.TextOf("blockhash"), out var block)) return block;
        if (!answer.Failed) throw new GoatException($"Transaction {txid} is known to {Name} and in no block yet; wait until it is mined.");
        // Without a transaction index a node still finds the block of any output that is unspent.
        var proof = await client.CallAsync("gettxoutproof", [new object[] { txid }], ct);
        if (proof.Text is { Length: >= 2 * BlockHeader.Size } hex && HexText.TryRead(hex[..(2 * BlockHeader.Size)]) is { } header)
        {
            return BlockHeader.Read(header).Hash;
        }
        if (answer.ErrorCode != RpcAnswer.NotFound) throw client.Failed("getrawtransaction", answer.ErrorText!);
        throw new GoatException(
            $"Transaction {txid} was not found by {Name}: it is not on the chain, or it is spent and the node keeps no index; "
            + "start the node with txindex=1.");
    }

    public async Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct)
    {
        var answer = await client.RequireAsync("getblock", [hash, 0], ct);
        if (answer.Text is null || HexText.TryRead(answer.Text) is not { } bytes)
        {
            throw client.Failed("getblock", "its answer is not a block in hex");
        }
        var flaw = BlockCheck.Flaw(bytes, hash, out var block);
        return flaw is null ? block! : throw new RefusedException($"Block {hash} from {Name} is refused: {flaw}.");
    }

    public async Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct)
    {
        var tip = await TipAsync(ct);
        var header = await client.RequireAsync("getblockheader", [block, true], ct);
        if (header.NumberOf("height") is not (>= 0 and var height) || height > tip.Height + 1)
        {
            throw client.Failed("getblockheader", "its answer has no height of its chain");
        }
        return HeaderStanding.Of(network, await _headers.AroundAsync(height, tip, ct), block, height);
    }

    public async Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct)
    {
        var found = new Dictionary<OutPoint, Funding>();
        JsonElement? coins = null;
        foreach (var input in inputs)
        {
            var previous = block.Transactions[position].Inputs[input].Previous;
            var commit = block.PositionOf(previous.TxId) is >= 0 and var here
                ? block.Transactions[here]
                : await TransactionAsync(previous.TxId, ct);
            if (commit is null)
            {
                // A node without an index still keeps what its blocks spent, and with it the height to look at.
                coins ??= (await client.CallAsync("getblock", [block.Header.Hash, 3], ct, VerboseBlockLimit)).Result;
                if (SpentCoin.Read(coins.Value, position, input) is not { } coin) continue;
                var hash = await HashAtAsync(coin.Height, ct);
                var below = hash is { } known ? await ReadBlockAsync(known, ct) : null;
                var at = below?.PositionOf(previous.TxId) ?? -1;
                found[previous] = at >= 0 ? new(below!.Transactions[at], coin.Script, hash) : new(null, coin.Script);
                continue;
            }
            found[previous] = new(commit, null);
        }
        return found;
    }

    public void Dispose() => _headers.Dispose();

    private async Task<Transaction?> TransactionAsync(Hash256 txid, CancellationToken ct)
    {
        var answer = await client.CallAsync("getrawtransaction", [txid, 0], ct);
        if (answer.Failed) return null;
        return answer.Text is { } hex && HexText.TryRead(hex) is { } bytes && Transaction.TryRead(bytes, out var transaction)
            ? transaction
            : throw client.Failed("getrawtransaction", "its answer is not a transaction in hex");
    }
}
