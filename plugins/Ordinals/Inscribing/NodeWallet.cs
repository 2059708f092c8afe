using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Addresses;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>A wallet of a Bitcoin Core node: it pays, signs for its own coins, and sends.</summary>
internal sealed class NodeWallet(RpcClient client, Network network)
{
    // Bitcoin Core, rpc/protocol.h.
    private const int AlreadyInChain = -27, NotUnlocked = -13, NoSuchWallet = -18, NoWalletNamed = -19;
    private const int EstimateBlocks = 6;

    // What the node says of a coin that was locked before, and of one that is spent: neither can be spent for anything else.
    private const string AlreadyLocked = "Invalid parameter, output already locked", Spent = "Invalid parameter, expected unspent output";

    public string Name => client.Name;

    public async Task CheckNetworkAsync(CancellationToken ct)
    {
        var chain = (await AskAsync("getblockchaininfo", [], ct)).TextOf("chain");
        if (chain == network.RpcName) return;
        throw new GoatException(
            $"{Name} is on {Network.OfRpcName(chain)?.Name ?? "an unknown network"}, and this is for {network.Name}; "
            + "type --network with the node's own, or set \"rpc\" to another node.");
    }

    /// <summary>What a transaction must pay, in satoshi for a virtual byte, or null when the node has seen too little to say.</summary>
    public async Task<decimal?> EstimateAsync(CancellationToken ct)
    {
        var answer = await AskAsync("estimatesmartfee", [EstimateBlocks], ct);
        return answer.DecimalOf("feerate") is { } coins and > 0 ? decimal.Round(coins * Fees.Coin / 1000, 3) : null;
    }

    /// <summary>The script of a new address of the wallet.</summary>
    public async Task<byte[]> NewScriptAsync(CancellationToken ct)
    {
        var answer = await AskAsync("getnewaddress", ["", "bech32m"], ct);
        return SegwitAddress.TryDecode(network.AddressPrefix, answer.Text)
            ?? throw client.Failed("getnewaddress", "its answer is no address of this network");
    }

    /// <summary>Has the wallet pay an output and sign for it; nothing is sent.</summary>
    public async Task<FundedTransaction> FundAsync(ReadOnlyMemory<byte> script, ulong value, decimal rate, CancellationToken ct)
    {
        var payment = new Dictionary<string, object> { [SegwitAddress.Encode(network.AddressPrefix, script.Span)] = value / Fees.Coin };
        var terms = new Dictionary<string, object> { ["fee_rate"] = rate, ["change_type"] = "bech32m" };
        var funded = await AskAsync("walletcreatefundedpsbt", [Array.Empty<object>(), new object[] { payment }, 0, terms], ct);
        var signed = await AskAsync("walletprocesspsbt", [funded.TextOf("psbt") ?? ""], ct);
        var final = await AskAsync("finalizepsbt", [signed.TextOf("psbt") ?? ""], ct);
        if (!final.IsTrue("complete")) throw client.Failed("finalizepsbt", "the wallet does not hold every key; use one that can sign");
        var fee = Fees.FromCoins(funded.DecimalOf("fee") ?? -1) ?? throw client.Failed("walletcreatefundedpsbt", "its answer has no fee");
        return new(Read("finalizepsbt", final.TextOf("hex")), fee);
    }

    /// <summary>Has the wallet sign for one of its coins, and takes nothing but the witness from its answer.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> SignAsync(
        Transaction transaction, IReadOnlyList<TransactionOutput> spent, int input, CancellationToken ct)
    {
        var coins = transaction.Inputs.Zip(spent, (one, output) => (object)new Dictionary<string, object>
        {
            ["txid"] = one.Previous.TxId,
            ["vout"] = one.Previous.Index,
            ["scriptPubKey"] = Convert.ToHexStringLower(output.Script.Span),
            ["amount"] = output.Value / Fees.Coin,
        });
        var answer = await AskAsync("signrawtransactionwithwallet", [Hex(transaction), coins.ToArray()], ct);
        var signed = Read("signrawtransactionwithwallet", answer.TextOf("hex"));
        return signed.TxId == transaction.TxId && signed.Inputs[input].Witness is { Count: > 0 } witness
            ? witness
            : throw client.Failed(
                "signrawtransactionwithwallet", $"the wallet does not hold the key of {transaction.Inputs[input].Previous}");
    }

    /// <summary>Asks whether the node would take the transactions one after the other, and says why not.</summary>
    public async Task<IReadOnlyList<Acceptance>> TestAsync(IReadOnlyList<Transaction> transactions, CancellationToken ct)
    {
        var answer = await AskAsync("testmempoolaccept", [transactions.Select(object (one) => Hex(one)).ToArray()], ct);
        return Acceptance.Read(answer.Result, transactions)
            ?? throw client.Failed("testmempoolaccept", "it did not answer for every transaction");
    }

    /// <summary>Sends a transaction; null when the node has it now, else why it does not.</summary>
    public async Task<string?> SendAsync(Transaction transaction, CancellationToken ct)
    {
        var answer = await client.CallAsync("sendrawtransaction", [Hex(transaction)], ct);
        return answer.Failed && answer.ErrorCode != AlreadyInChain ? answer.ErrorText : null;
    }

    /// <summary>Blocks that stand on a transaction: 0 while it waits, less when another took its coins; null when it is unknown.</summary>
    public async Task<int?> ConfirmationsAsync(Hash256 txid, CancellationToken ct)
    {
        var answer = await client.CallAsync("gettransaction", [txid], ct);
        if (answer.Failed) answer = await client.CallAsync("getrawtransaction", [txid, 1], ct);
        return answer.Failed ? null : answer.NumberOf("confirmations") ?? 0;
    }

    /// <summary>A transaction of the wallet, or any that the node finds.</summary>
    public async Task<Transaction?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        var answer = await client.CallAsync("gettransaction", [txid], ct);
        var hex = answer.TextOf("hex") ?? (await client.CallAsync("getrawtransaction", [txid, 0], ct)).Text;
        if (hex is null) return null;
        var transaction = Read("gettransaction", hex);
        return transaction.TxId == txid
            ? transaction
            : throw client.Failed("gettransaction", $"its answer is another transaction than {txid}");
    }

    public async Task<bool> IsUnspentAsync(OutPoint coin, CancellationToken ct) =>
        (await AskAsync("gettxout", [coin.TxId, coin.Index], ct)).Result.ValueKind == System.Text.Json.JsonValueKind.Object;

    /// <summary>Every transaction of the wallet.</summary>
    public async Task<IReadOnlyCollection<Hash256>> HistoryAsync(CancellationToken ct)
    {
        const int Limit = 64 * 1024 * 1024;
        var answer = await client.RequireAsync("listsinceblock", [], ct, Limit);
        var found = new HashSet<Hash256>();
        foreach (var item in answer.ListOf("transactions"))
        {
            if (Hash256.TryParse(RpcAnswer.Of(item).TextOf("txid"), out var txid)) found.Add(txid);
        }
        return found;
    }

    /// <summary>Keeps the wallet from spending a coin for anything else.</summary>
    public async Task<LockOutcome> LockAsync(OutPoint coin, bool persistent, CancellationToken ct)
    {
        var answer = await client.CallAsync("lockunspent", [false, Coins(coin), persistent], ct);
        if (!answer.Failed) return LockOutcome.Locked;
        return answer.ErrorText is AlreadyLocked or Spent ? LockOutcome.WasSafe : LockOutcome.Refused;
    }

    public async Task UnlockAsync(OutPoint coin, CancellationToken ct) => await AskAsync("lockunspent", [true, Coins(coin)], ct);

    private static object[] Coins(OutPoint coin) => [new Dictionary<string, object> { ["txid"] = coin.TxId, ["vout"] = coin.Index }];

    private async Task<RpcAnswer> AskAsync(string method, object[] parameters, CancellationToken ct)
    {
        var answer = await client.CallAsync(method, parameters, ct);
        return answer.ErrorCode switch
        {
            null => answer,
            NotUnlocked => throw new GoatException(
                $"The wallet at {Name} is locked; unlock it with the node's walletpassphrase, and try again."),
            NoSuchWallet => throw new GoatException(
                $"{Name} has no such wallet open ({answer.ErrorText}); open it with the node's loadwallet, or type --wallet with another."),
            NoWalletNamed => throw new GoatException($"{Name} has several wallets open; type --wallet with the name of one."),
            _ => throw client.Failed(method, answer.ErrorText!),
        };
    }

    private Transaction Read(string method, string? hex) =>
        hex is not null && HexText.TryRead(hex) is { } bytes && Transaction.TryRead(bytes, out var transaction)
            ? transaction
            : throw client.Failed(method, "its answer is not a transaction in hex");

    private static string Hex(Transaction transaction) => Convert.ToHexStringLower(transaction.Raw.Span);
}
