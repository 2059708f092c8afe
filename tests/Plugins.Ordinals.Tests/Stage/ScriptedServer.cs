using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A server on loopback that answers as Bitcoin Core's REST, as Esplora below /api, and as ord below /ord, over the blocks of a chain.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Block> _chain;

    private ScriptedServer(WebApplication app, List<Block> chain) => (_app, _chain) = (app, chain);

    public string Rest => _app.Urls.Single();

    public string Esplora => $"{_app.Urls.Single()}/api";

    public string Ord => $"{_app.Urls.Single()}/ord";

    /// <summary>Answers that were recorded, by path and query.</summary>
    public Dictionary<string, byte[]> Recorded { get; } = [];

    /// <summary>Changes an answer before it is sent; null for 404.</summary>
    public Func<string, byte[]?, byte[]?> Tamper { get; set; } = (_, answer) => answer;

    /// <summary>Answers in a way of its own; true when it did.</summary>
    public Func<HttpContext, Task<bool>> Interrupt { get; set; } = _ => Task.FromResult(false);

    /// <summary>The paths it was asked for.</summary>
    public List<string> Asked { get; } = [];

    public static async Task<ScriptedServer> StartAsync(List<Block> chain)
    {
        var app = LoopbackApp.Build();
        var server = new ScriptedServer(app, chain);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        var path = $"{http.Request.Path}{http.Request.QueryString}";
        lock (Asked) Asked.Add(path);
        if (await Interrupt(http)) return;
        var answer = Tamper(path, Recorded.TryGetValue(path, out var recorded) ? recorded : Answer(path));
        if (answer is null) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else await http.Response.Body.WriteAsync(answer);
    }

    private byte[]? Answer(string path) => path.Split(['/', '?'], StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["rest", "chaininfo.json"] => Json(new() { ["chain"] = "regtest", ["blocks"] = Tip, ["bestblockhash"] = Hash(Tip) }),
        ["rest", "blockhashbyheight", var height] => At(height.Split('.')[0])?.Header.Hash.ToBytes(),
        ["rest", "block", "notxdetails", var hash] => Height(hash.Split('.')[0]) is { } at ? Json(new() { ["height"] = at }) : null,
        ["rest", "block", var hash] => Named(hash.Split('.')[0])?.Raw.ToArray(),
        ["rest", "headers", var hash, var count] => Headers(hash.Split('.')[0], int.Parse(count.Split('=')[1], CultureInfo.InvariantCulture)),
        ["rest", "tx", var name] when name.EndsWith(".json", StringComparison.Ordinal) => Where(Holder(name[..64])?.Block),
        ["rest", "tx", var name] => Holder(name[..64])?.Transaction.Raw.ToArray(),
        ["api", "blocks", "tip", "height"] or ["ord", "r", "blockheight"] => Text($"{Tip}"),
        ["api", "blocks", "tip", "hash"] => Text(Hash(Tip)),
        ["ord", "r", "blockhash"] => Text($"\"{Hash(Tip)}\""),
        ["api", "block-height", var height] => At(height) is { } block ? Text($"{block.Header.Hash}") : null,
        ["ord", "r", "blockhash", var height] => At(height) is { } block ? Text($"\"{block.Header.Hash}\"") : null,
        ["api", "block", var hash, "header"] => Named(hash) is { } block ? Text(Convert.ToHexStringLower(block.Raw.Span[..80])) : null,
        ["api", "block", var hash, "raw"] => Named(hash)?.Raw.ToArray(),
        ["api", "block", var hash] => Height(hash) is { } at ? Json(new() { ["id"] = hash, ["height"] = at }) : null,
        ["api", "tx", var txid, "status"] => Holder(txid) is { } found ? Json(new() { ["confirmed"] = true, ["block_hash"] = $"{found.Block.Header.Hash}" }) : null,
        ["api", "tx", var txid, "raw"] => Holder(txid)?.Transaction.Raw.ToArray(),
        ["ord", "r", "tx", var txid] => Holder(txid) is { } found ? Text($"\"{Convert.ToHexStringLower(found.Transaction.Raw.Span)}\"") : null,
        ["ord", "r", "inscription", var id] => Inscribed(id),
        _ => null,
    };

    private int Tip => _chain.Count - 1;

    private string Hash(int height) => _chain[height].Header.Hash.ToString();

    private Block? At(string height) => int.TryParse(height, out var at) && at <= Tip ? _chain[at] : null;

    private Block? Named(string hash) => _chain.Find(block => block.Header.Hash.ToString() == hash);

    private int? Height(string hash) => _chain.FindIndex(block => block.Header.Hash.ToString() == hash) is >= 0 and var at ? at : null;

    private byte[]? Headers(string hash, int count) => Height(hash) is { } at
        ? [.. _chain.Skip(at).Take(count).SelectMany(block => block.Raw[..BlockHeader.Size].ToArray())]
        : null;

    private byte[]? Inscribed(string id) => InscriptionId.TryParse(id, out var parsed) && Holder($"{parsed.TxId}") is { } found
        && parsed.Index < InscriptionReader.Read(found.Transaction).Count
        ? Json(new() { ["id"] = id, ["height"] = _chain.IndexOf(found.Block) })
        : null;

    private (Block Block, Transaction Transaction)? Holder(string txid)
    {
        foreach (var block in _chain)
        {
            if (block.PositionOf(Hash256.Parse(txid)) is >= 0 and var position) return (block, block.Transactions[position]);
        }
        return null;
    }

    private static byte[]? Where(Block? holder) => holder is null ? null : Json(new() { ["blockhash"] = $"{holder.Header.Hash}" });

    private static byte[] Json(JsonObject answer) => Encoding.UTF8.GetBytes(answer.ToJsonString());

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
