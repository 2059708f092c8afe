using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Bitcoin;

/// <summary>bcoin, a full Bitcoin node in JavaScript, alone on a regtest chain of its own.</summary>
internal sealed class BcoinNode : IAsyncDisposable
{
    private const string Key = "a-key-of-the-tests";

    private readonly TempFolder _data = new();
    private readonly HttpClient _http;
    private readonly Process _process;
    private readonly Task<string> _said, _complaints;
    private readonly int _peerPort;
    private string? _address;

    private BcoinNode(NpmFolder packages, int peerPort, int rpcPort)
    {
        (_peerPort, Url) = (peerPort, $"http://127.0.0.1:{rpcPort}/");
        _http = new() { BaseAddress = new(Url), Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Password}")));
        _process = packages.Start(
            "node",
            [
                "node_modules/bcoin/bin/node", "--network=regtest", "--memory=true", $"--prefix={_data.Path}", "--listen=true",
                "--host=127.0.0.1",
                $"--port={peerPort}", "--http-host=127.0.0.1", $"--http-port={rpcPort}", $"--api-key={Key}", "--no-dns=true",
                // It must find no peers of its own, and this is nobody's port.
                "--only=127.0.0.1:1",
            ],
            new() { ["NODE_BACKEND"] = "js" });
        (_said, _complaints) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public static string User => "goat";

    public static string Password => Key;

    public string Url { get; }

    public string Peer => $"127.0.0.1:{_peerPort}";

    public static async Task<BcoinNode> StartAsync(CancellationToken ct)
    {
        var packages = await NpmFolder.InstallAsync("Bitcoin", "bcoin", ct);
        // Somebody else may take a port before it does; it ends then.
        for (var left = 3; ; left--)
        {
            var node = new BcoinNode(packages, FreePort(), FreePort());
            if (await node.IsReadyAsync(ct)) return node;
            var said = await node._complaints;
            await node.DisposeAsync();
            Assert.True(left > 0, $"bcoin ended at once: {said}");
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        while (!_process.HasExited)
        {
            try
            {
                await HeightAsync(ct);
                // It answers questions before it listens for peers.
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, _peerPort, ct);
                return true;
            }
            catch (Exception error) when (error is HttpRequestException or SocketException)
            {
                await Task.Delay(100, ct);
            }
        }
        return false;
    }

    /// <summary>Mines on top of its tip.</summary>
    public async Task MineAsync(int count, CancellationToken ct)
    {
        // Its regtest addresses have a prefix of their own, so it is asked to write one.
        _address ??= (await CallAsync("decodescript", ct, "0014751e76e8199196d454941c45d1b3a323f1433bd6"))!["addresses"]![0]!.GetValue<string>();
        await CallAsync("generatetoaddress", ct, count, _address);
    }

    public async Task<string> HashAtAsync(int height, CancellationToken ct) => (await CallAsync("getblockhash", ct, height))!.GetValue<string>();

    public async Task<int> HeightAsync(CancellationToken ct) => (await CallAsync("getblockcount", ct))!.GetValue<int>();

    /// <summary>A block in hex.</summary>
    public async Task<string> BlockAsync(string hash, CancellationToken ct) => (await CallAsync("getblock", ct, hash, false))!.GetValue<string>();

    public async Task<JsonNode?> CallAsync(string method, CancellationToken ct, params JsonNode[] parameters)
    {
        var request = new JsonObject { ["method"] = method, ["params"] = new JsonArray(parameters), ["id"] = 1 };
        using var content = new StringContent(request.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.PostAsync(new Uri(Url), content, ct);
        var body = await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        return body!["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : body["result"];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await Task.WhenAll(_said, _complaints);
        _process.Dispose();
        _http.Dispose();
        _data.Dispose();
    }

    /// <summary>A port below those that connections of this machine take for themselves while the node is still starting.</summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 30_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: the next one will do.
            }
        }
    }
}
