using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Peers;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A Bitcoin node on loopback: an honest one, but for what a test makes it say instead.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<PeerLink, Task> _links = [];
    private readonly Network _network;
    private readonly Task _accepting;

    public ScriptedPeer(IEnumerable<BlockHeader> chain, Network? network = null)
    {
        _network = network ?? Chains.Regtest;
        Chain = [.. chain];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Its active chain, from the genesis block up.</summary>
    public IReadOnlyList<BlockHeader> Chain { get; set; }

    public ConcurrentDictionary<Hash256, byte[]> Blocks { get; } = [];

    /// <summary>What it does on a command instead of what an honest peer does.</summary>
    public Dictionary<string, Func<PeerLink, Frame, Task>> On { get; } = [];

    /// <summary>The commands that it was sent.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public VersionMessage Version { get; set; } = new(VersionMessage.Ours, PeerServices.Wanted, 1, "/scripted:1/", 0);

    public static ScriptedPeer Of(IEnumerable<Block> blocks)
    {
        var list = blocks.ToList();
        var peer = new ScriptedPeer(list.Select(block => block.Header));
        foreach (var block in list) peer.Blocks[block.Header.Hash] = block.Raw.ToArray();
        return peer;
    }

    public static PeerRoad Road(TimeProvider clock, Said said, params IEnumerable<ScriptedPeer> peers) =>
        new(Chains.Regtest, new() { AddNodes = [.. peers.Select(peer => peer.Address)] }, null, clock, said);

    public static PeerRoad Road(params IEnumerable<ScriptedPeer> peers) => Road(TimeProvider.System, new(), peers);

    /// <summary>Tells everyone who is connected.</summary>
    public async Task TellAsync(Func<PeerLink, Task> tell)
    {
        foreach (var link in _links.Keys) await tell(link);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var link in _links.Keys) link.Close();
        await _accepting;
        await Task.WhenAll(_links.Values);
        _stop.Dispose();
    }

    /// <summary>Says nothing more on this connection, and reads nothing.</summary>
    public Task KeepSilentAsync() => Task.Delay(Timeout.Infinite, _stop.Token);

    public async Task IntroduceAsync(PeerLink link)
    {
        await link.SendAsync(Commands.Version, Version.Write(0));
        await link.SendAsync(Commands.WtxidRelay);
        await link.SendAsync(Commands.SendAddrV2);
        await link.SendAsync(Commands.Verack);
    }

    /// <summary>What an honest node answers to <c>getheaders</c>.</summary>
    public IReadOnlyList<BlockHeader> Following(Frame question)
    {
        var reader = new ByteReader(question.Payload);
        reader.Bytes(4);
        var locator = Enumerable.Range(0, reader.Count(Hash256.Size)).Select(_ => reader.Hash()).ToList();
        var at = locator.Select(hash => Chain.Select(header => header.Hash).ToList().IndexOf(hash)).FirstOrDefault(place => place >= 0);
        return [.. Chain.Skip(at + 1).Take(HeadersMessage.Maximum)];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var link = new PeerLink(client.GetStream(), _network);
                _links[link] = ServeAsync(client, link);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, PeerLink link)
    {
        using (client)
        {
            try
            {
                while (true) await AnswerAsync(link, await link.ReadAsync(_stop.Token));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The other side has had enough, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(PeerLink link, Frame frame)
    {
        Asked.Enqueue(frame.Command);
        if (On.TryGetValue(frame.Command, out var instead)) await instead(link, frame);
        else await HonestAsync(link, frame);
    }

    public async Task HonestAsync(PeerLink link, Frame frame)
    {
        switch (frame.Command)
        {
            case Commands.Version:
                await IntroduceAsync(link);
                break;
            case Commands.Ping:
                await link.SendAsync(Commands.Pong, frame.Payload.ToArray());
                break;
            case Commands.GetHeaders:
                await link.SendHeadersAsync(Following(frame));
                break;
            case Commands.GetData when Blocks.TryGetValue(new(frame.Payload.Span[5..]), out var block):
                await link.SendAsync(Commands.Block, block);
                break;
        }
    }
}
