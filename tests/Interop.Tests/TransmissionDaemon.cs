using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace GoatHost.Interop.Tests;

/// <summary>A transmission-daemon in the lab, driven over its RPC.</summary>
internal sealed class TransmissionDaemon : IAsyncDisposable
{
    private const int PeerPort = 51413;
    private const int RpcPort = 9091;
    private readonly Process _process;
    private readonly HttpClient _http;
    private string _session = "";

    private TransmissionDaemon(Process process, string ip) =>
        (_process, Address, _http) = (process, $"{ip}:{PeerPort}",
            new HttpClient { BaseAddress = new Uri($"http://{ip}:{RpcPort}/transmission/rpc"), Timeout = TimeSpan.FromSeconds(5) });

    public string Address { get; }

    public static void SkipWithout() => Skip.If(Programs.Find("transmission-daemon") is null, "transmission-daemon is missing");

    public static async Task<TransmissionDaemon> StartAsync(NetworkLab lab, string home, string downloads)
    {
        var ip = await lab.AddAsync();
        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(Path.Combine(home, "settings.json"), $$"""
            {
              "bind-address-ipv4": "{{ip}}", "bind-address-ipv6": "::1", "peer-port": {{PeerPort}}, "download-dir": "{{downloads}}", "incomplete-dir-enabled": false,
              "dht-enabled": false, "lpd-enabled": false, "pex-enabled": false, "utp-enabled": false, "port-forwarding-enabled": false, "encryption": 0,
              "rpc-bind-address": "{{ip}}", "rpc-port": {{RpcPort}}, "rpc-whitelist-enabled": false, "rpc-host-whitelist-enabled": false, "ratio-limit-enabled": false
            }
            """);
        var daemon = new TransmissionDaemon(lab.Start(Programs.Find("transmission-daemon")!, "-f", "-g", home), ip);
        for (var i = 0; i < 100; i++)
        {
            try
            {
                await daemon.CallAsync("""{"method":"session-get"}""");
                return daemon;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        await daemon.DisposeAsync();
        throw new InvalidOperationException("transmission-daemon did not start.");
    }

    public Task AddMagnetAsync(string magnet) => CallAsync("""{"method":"torrent-add","arguments":{"filename":"MAGNET"}}""".Replace("MAGNET", magnet, StringComparison.Ordinal));

    public Task AddTorrentAsync(byte[] torrent) => CallAsync("""{"method":"torrent-add","arguments":{"metainfo":"BASE64"}}""".Replace("BASE64", Convert.ToBase64String(torrent), StringComparison.Ordinal));

    /// <summary>Waits until it has every byte.</summary>
    public async Task WaitForCompleteAsync()
    {
        var said = "";
        for (var i = 0; i < 300; i++)
        {
            said = await CallAsync("""{"method":"torrent-get","arguments":{"fields":["metadataPercentComplete","totalSize","leftUntilDone","status","errorString"]}}""");
            using var json = JsonDocument.Parse(said);
            var torrents = json.RootElement.GetProperty("arguments").GetProperty("torrents");
            if (torrents.GetArrayLength() == 1 && torrents[0] is var t && t.GetProperty("metadataPercentComplete").GetDouble() >= 1
                && t.GetProperty("totalSize").GetInt64() > 0 && t.GetProperty("leftUntilDone").GetInt64() == 0
                    && t.GetProperty("status").GetInt32() >= 5) return;
            await Task.Delay(200);
        }
        Assert.Fail("transmission did not complete: " + said);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Programs.StopAsync(_process);
    }

    private async Task<string> CallAsync(string body)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post,
                "") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Transmission-Session-Id", _session);
            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.Conflict && attempt == 0)
            {
                _session = response.Headers.GetValues("X-Transmission-Session-Id").First();
                continue;
            }
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode && text.Contains("\"success\"", StringComparison.Ordinal), text);
            return text;
        }
    }
}
