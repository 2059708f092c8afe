using System.Net;
using System.Text.Json.Nodes;
using GoatHost.Plugins.Ordinals.Addresses;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A Bitcoin Core node with a wallet on loopback: it pays with made-up coins, and checks every Taproot input that it is to take.</summary>
internal sealed class ScriptedWallet : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SecretKey _key = SecretKey.Generate();
    private readonly Dictionary<Hash256, Transaction> _known = [];
    private readonly Dictionary<string, string> _funded = [];
    private uint _coins;

    private ScriptedWallet(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public string Chain { get; set; } = "regtest";

    /// <summary>The error that a method answers with, or null for its own answer.</summary>
    public Dictionary<string, Func<JsonObject?>> Instead { get; } = [];

    /// <summary>Whether a call is answered at all, and not broken off.</summary>
    public Func<string, bool> Passes { get; set; } = _ => true;

    /// <summary>Why it would take neither transaction, when it would not.</summary>
    public string? Refusal { get; set; }

    /// <summary>Pays a satoshi less than it is asked to.</summary>
    public bool Underpays { get; set; }

    /// <summary>Every call, as method and parameters, and the path it came by.</summary>
    public List<(string Path, string Method, JsonArray Parameters)> Calls { get; } = [];

    public List<Transaction> Sent { get; } = [];

    public HashSet<Hash256> Mined { get; } = [];

    public HashSet<string> Locked { get; } = [];

    public decimal Fee { get; } = 0.00000775m;

    public ReadOnlyMemory<byte> Script => new byte[] { 0x51, 32 }.Concat(_key.PublicKey.ToArray()).ToArray();

    public static async Task<ScriptedWallet> StartAsync()
    {
        var app = LoopbackApp.Build();
        var wallet = new ScriptedWallet(app);
        app.Run(wallet.ServeAsync);
        await app.StartAsync();
        return wallet;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public int Asked(string method) => Calls.Count(call => call.Method == method);

    /// <summary>An error in the form that the node gives it.</summary>
    public static JsonObject Error(int code, string message) => new() { ["code"] = code, ["message"] = message };

    /// <summary>Lets the wallet know a transaction, as when it is its own.</summary>
    public void Know(Transaction transaction, bool mined = true)
    {
        _known[transaction.TxId] = transaction;
        if (mined) Mined.Add(transaction.TxId);
    }

    private async Task ServeAsync(HttpContext http)
    {
        var call = (await JsonNode.ParseAsync(http.Request.Body))!;
        var (method, parameters) = (call["method"]!.GetValue<string>(), call["params"]!.AsArray());
        lock (Calls) Calls.Add((http.Request.Path.Value ?? "", method, parameters));
        if (!Passes(method))
        {
            http.Abort();
            return;
        }
        JsonNode? result = null;
        var error = Instead.TryGetValue(method, out var instead) ? instead() : null;
        if (error is null) (result, error) = Answer(method, parameters);
        http.Response.StatusCode = (int)(error is null ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        await http.Response.WriteAsync(new JsonObject { ["result"] = result, ["error"] = error, ["id"] = 0 }.ToJsonString());
    }

    private (JsonNode?, JsonObject?) Answer(string method, JsonArray parameters) => method switch
    {
        "getblockchaininfo" => (new JsonObject { ["chain"] = Chain, ["blocks"] = 110 }, null),
        "estimatesmartfee" => (new JsonObject { ["errors"] = new JsonArray("Insufficient data or no feerate found"), ["blocks"] = 6 }, null),
        "getnewaddress" => (SegwitAddress.Encode("bcrt", Script.Span), null),
        "walletcreatefundedpsbt" => (Fund((JsonObject)parameters[1]!.AsArray()[0]!), null),
        "walletprocesspsbt" => (new JsonObject { ["psbt"] = parameters[0]!.GetValue<string>(), ["complete"] = true }, null),
        "finalizepsbt" => (new JsonObject { ["hex"] = _funded[parameters[0]!.GetValue<string>()], ["complete"] = true }, null),
        "testmempoolaccept" => (Test(parameters[0]!.AsArray()), null),
        "sendrawtransaction" => Send(Read(parameters[0]!)),
        "signrawtransactionwithwallet" => (Sign(Read(parameters[0]!), parameters[1]!.AsArray()), null),
        "gettransaction" or "getrawtransaction" when Find(parameters) is { } found =>
            (new JsonObject { ["confirmations"] = Mined.Contains(found.TxId) ? 2 : 0, ["hex"] = Hex(found) }, null),
        "gettransaction" => (null, Error(-5, "Invalid or non-wallet transaction id")),
        "getrawtransaction" => (null, Error(-5, "No such mempool or blockchain transaction. Use gettransaction for wallet transactions.")),
        "gettxout" => (IsUnspent(parameters) ? new JsonObject { ["confirmations"] = 1 } : null, null),
        "listsinceblock" => (History(), null),
        "lockunspent" => Lock(parameters),
        _ => (null, Error(-32601, "Method not found")),
    };

    /// <summary>Change first, so that whoever looks at the first output is wrong.</summary>
    private JsonObject Fund(JsonObject payment)
    {
        var (address, amount) = payment.Single();
        var script = SegwitAddress.TryDecode("bcrt", address)!;
        var coin = new OutPoint(new(Enumerable.Repeat((byte)0x77, 32).ToArray()), _coins++);
        var outputs = new TransactionOutput[] { new(4_000_000_000, Script), new((ulong)(amount!.GetValue<decimal>() * 100_000_000) - (Underpays ? 1ul : 0), script) };
        var input = new TransactionInput(coin, default, 0xfffffffd) { Witness = [new byte[64]] };
        var psbt = $"psbt {_coins}";
        _funded[psbt] = Hex(Transaction.Build(2, [input], outputs));
        return new() { ["psbt"] = psbt, ["fee"] = Fee, ["changepos"] = 0 };
    }

    private JsonArray Test(JsonArray transactions)
    {
        var answers = new JsonArray();
        var read = transactions.Select(hex => Read(hex!)).ToList();
        foreach (var transaction in read)
        {
            var spent = transaction.Inputs.Select(input => Spent(input.Previous, read)).ToList();
            var flaw = Refusal ?? (spent.Contains(null) ? null : Flaw(transaction, spent!));
            var answer = new JsonObject { ["txid"] = $"{transaction.TxId}", ["wtxid"] = $"{transaction.WTxId}", ["allowed"] = flaw is null };
            if (flaw is not null) answer["reject-reason"] = flaw;
            else
            {
                var fee = spent.Contains(null) ? Fee : (spent.Sum(one => (decimal)one!.Value) - transaction.Outputs.Sum(one => (decimal)one.Value)) / 100_000_000;
                answer["vsize"] = (transaction.StrippedSize * 3 + transaction.Raw.Length + 3) / 4;
                answer["fees"] = new JsonObject { ["base"] = fee };
            }
            answers.Add((JsonNode)answer);
        }
        return answers;
    }

    /// <summary>What consensus asks of every Taproot input (BIP341, BIP342), by code that signs nothing.</summary>
    private static string? Flaw(Transaction transaction, List<TransactionOutput> spent)
    {
        for (var i = 0; i < spent.Count; i++)
        {
            var witness = transaction.Inputs[i].Witness;
            var isScript = witness.Count == 3;
            if (isScript && ScriptPath.Check(spent[i].Script.Span, witness).Verdict != ScriptPathVerdict.Ok) return "Witness program hash mismatch";
            var leaf = isScript ? ScriptPath.LeafHash(0xc0, witness[1].Span) : null;
            var key = isScript ? witness[1].Span.Slice(1, 32) : spent[i].Script.Span[2..];
            if (!Schnorr.Verify(key, SignatureHash.Of(transaction, spent, i, leaf), witness[0].Span)) return "Invalid Schnorr signature";
        }
        return null;
    }

    private (JsonNode?, JsonObject?) Send(Transaction transaction)
    {
        Sent.Add(transaction);
        Know(transaction, mined: false);
        return ($"{transaction.TxId}", null);
    }

    private JsonObject Sign(Transaction transaction, JsonArray coins)
    {
        var spent = coins.Select(coin => new TransactionOutput(
            (ulong)(coin!["amount"]!.GetValue<decimal>() * 100_000_000), Convert.FromHexString(coin["scriptPubKey"]!.GetValue<string>()))).ToList();
        for (var i = 0; i < spent.Count; i++)
        {
            if (spent[i].Script.Span.SequenceEqual(Script.Span)) transaction.Inputs[i].Witness = [_key.Sign(SignatureHash.Of(transaction, spent, i, null))];
        }
        return new() { ["hex"] = Hex(Transaction.Build(transaction.Version, transaction.Inputs, transaction.Outputs)), ["complete"] = true };
    }

    private JsonObject History() =>
        new() { ["transactions"] = new JsonArray([.. _known.Keys.Select(txid => (JsonNode)new JsonObject { ["txid"] = $"{txid}" })]) };

    private (JsonNode?, JsonObject?) Lock(JsonArray parameters)
    {
        var coin = parameters[1]!.AsArray()[0]!;
        var name = $"{coin["txid"]}:{coin["vout"]}";
        var changed = parameters[0]!.GetValue<bool>() ? Locked.Remove(name) : Locked.Add(name);
        return changed ? (true, null) : (null, Error(-8, "Invalid parameter, output already locked"));
    }

    private bool IsUnspent(JsonArray parameters)
    {
        var coin = new OutPoint(Hash256.Parse(parameters[0]!.GetValue<string>()), parameters[1]!.GetValue<uint>());
        return _known.ContainsKey(coin.TxId) && !_known.Values.SelectMany(one => one.Inputs).Any(input => input.Previous == coin);
    }

    private TransactionOutput? Spent(OutPoint coin, List<Transaction> beside) =>
        (beside.Find(one => one.TxId == coin.TxId) ?? _known.GetValueOrDefault(coin.TxId))?.Outputs[(int)coin.Index];

    private Transaction? Find(JsonArray parameters) => _known.GetValueOrDefault(Hash256.Parse(parameters[0]!.GetValue<string>()));

    private static Transaction Read(JsonNode hex) => Chains.ReadTransaction(Convert.FromHexString(hex.GetValue<string>()));

    private static string Hex(Transaction transaction) => Convert.ToHexStringLower(transaction.Raw.Span);
}
