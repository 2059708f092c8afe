using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A Bitcoin Core node's RPC on loopback, over the blocks of a chain, with recorded answers where there are any.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    public const string User = "__cookie__", Password = "0123456789abcdef";

    private readonly WebApplication _app;
    private readonly List<Block> _chain;

    private ScriptedNode(WebApplication app, List<Block> chain) => (_app, _chain) = (app, chain);

    public string Url => _app.Urls.Single();

    /// <summary>Whether it finds any transaction by its id (<c>txindex=1</c>).</summary>
    public bool HasIndex { get; set; } = true;

    /// <summary>Answers that were recorded, by method and parameters.</summary>
    public Dictionary<string, JsonElement> Recorded { get; } = [];

    /// <summary>Changes a result before it is sent.</summary>
    public Func<string, JsonNode?, JsonNode?> Tamper { get; set; } = (_, result) => result;

    /// <summary>The calls it got.</summary>
    public List<string> Calls { get; } = [];

    public static async Task<ScriptedNode> StartAsync(List<Block> chain)
    {
        var app = LoopbackApp.Build();
        var node = new ScriptedNode(app, chain);
        app.Run(node.ServeAsync);
        await app.StartAsync();
        return node;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        if (http.Request.Headers.Authorization != $"Basic {pair}")
        {
            http.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
            return;
        }
        var request = await JsonNode.ParseAsync(http.Request.Body);
        JsonNode answer = request is JsonArray calls
            ? new JsonArray([.. calls.Select(call => (JsonNode?)Answer(call!))])
            : Answer(request!);
        if (answer is JsonObject single && single["error"] is not null) http.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject Answer(JsonNode call)
    {
        var method = call["method"]!.GetValue<string>();
        var parameters = call["params"]!.AsArray();
        lock (Calls) Calls.Add(method);
        var (result, error) = Recorded.TryGetValue($"{method} {parameters.ToJsonString()}", out var recorded)
            ? (JsonNode.Parse(recorded.GetRawText()), null)
            : Result(method, parameters);
        return new JsonObject
        {
            ["result"] = error is null ? Tamper(method, result) : null,
            ["error"] = error is null ? null : new JsonObject { ["code"] = error.Value.Code, ["message"] = error.Value.Message },
            ["id"] = call["id"]!.DeepClone(),
        };
    }

    private (JsonNode?, (int Code, string Message)?) Result(string method, JsonArray parameters) => method switch
    {
        "getblockchaininfo" =>
            (new JsonObject { ["chain"] = "regtest", ["blocks"] = _chain.Count - 1, ["bestblockhash"] = _chain[^1].Header.Hash.ToString() }, null),
        "getblockhash" when parameters[0]!.GetValue<int>() < _chain.Count =>
            (_chain[parameters[0]!.GetValue<int>()].Header.Hash.ToString(), null),
        "getblockhash" => (null, (-8, "Block height out of range")),
        "getblockheader" when Find(parameters) is var height and >= 0 =>
            (parameters[1]!.GetValue<bool>() ? new JsonObject { ["height"] = height } : Convert.ToHexStringLower(Raw(_chain[height]).AsSpan(0, 80)), null),
        "getblock" when Find(parameters) is var height and >= 0 =>
            (parameters[1]!.GetValue<int>() == 0 ? Convert.ToHexStringLower(Raw(_chain[height])) : Spent(_chain[height]), null),
        "getrawtransaction" when HasIndex && Holder(parameters[0]!.GetValue<string>()) is { } found =>
            (parameters[1]!.GetValue<int>() == 0 ? Convert.ToHexStringLower(found.Transaction.Raw.Span) : new JsonObject { ["blockhash"] = found.Block.Header.Hash.ToString() }, null),
        "getrawtransaction" => (null, (-5, "No such mempool transaction. Use -txindex or provide a block hash.")),
        "gettxoutproof" when Holder(parameters[0]![0]!.GetValue<string>()) is { } found =>
            (Convert.ToHexStringLower(Raw(found.Block).AsSpan(0, 80)) + "00", null),
        _ => (null, (-5, "Not found")),
    };

    private int Find(JsonArray parameters) => _chain.FindIndex(block => block.Header.Hash.ToString() == parameters[0]!.GetValue<string>());

    private (Block Block, Transaction Transaction)? Holder(string txid)
    {
        foreach (var block in _chain)
        {
            if (block.PositionOf(Hash256.Parse(txid)) is >= 0 and var position) return (block, block.Transactions[position]);
        }
        return null;
    }

    private JsonObject Spent(Block block) => new()
    {
        ["tx"] = new JsonArray([.. block.Transactions.Select(transaction => (JsonNode?)new JsonObject
        {
            ["vin"] = new JsonArray([.. transaction.Inputs.Select(input => (JsonNode?)Coin(input.Previous))]),
        })]),
    };

    private JsonObject Coin(OutPoint previous)
    {
        if (Holder(previous.TxId.ToString()) is not { } found) return [];
        return new()
        {
            ["prevout"] = new JsonObject
            {
                ["height"] = _chain.IndexOf(found.Block),
                ["scriptPubKey"] = new JsonObject { ["hex"] = Convert.ToHexStringLower(found.Transaction.Outputs[(int)previous.Index].Script.Span) },
            },
        };
    }

    private static byte[] Raw(Block block) => block.Raw.ToArray();
}
