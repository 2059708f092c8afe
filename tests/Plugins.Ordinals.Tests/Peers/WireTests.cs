using System.Net;
using System.Net.Sockets;
using GoatHost.Plugins.Ordinals.Chain.Peers;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests.Peers;

/// <summary>Frames and what they carry.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var version = new VersionMessage(70_016, PeerServices.Wanted, 42, "/goat:0.1/", 800_000);
        Assert.Equal(version with { Height = 0 }, VersionMessage.TryRead(version.Write(1_700_000_000))! with { Height = 0 });
        var headers = Mining.Chain(Chains.Regtest.GenesisHeader, 300);
        Assert.Null(HeadersMessage.TryRead(PeerLink.Write(headers), out var read));
        Assert.Equal(headers, read);
        Assert.Equal([headers[3].Hash], InventoryList.TryRead(InventoryList.WriteOne(InventoryList.Block, headers[3].Hash), InventoryList.Block)!);
        Assert.Empty(InventoryList.TryRead(InventoryList.WriteOne(1, headers[3].Hash), InventoryList.Block)!);
        await using var stream = new MemoryStream(FrameCodec.Write(Chains.Regtest.MagicBytes, Commands.Headers, PeerLink.Write(headers)));
        var frame = await FrameCodec.ReadAsync(stream, Chains.Regtest.MagicBytes, default);
        Assert.Equal((Commands.Headers, PeerLink.Write(headers).Length), (frame.Command, frame.Payload.Length));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public async Task Bytes_changed_anywhere_are_refused_or_read_and_never_more_than_that()
    {
        var random = new Random(20_261_122);
        byte[][] payloads =
        [
            PeerLink.Write(Mining.Chain(Chains.Regtest.GenesisHeader, 5)), new VersionMessage(70_016, PeerServices.Wanted, 42, "/x/", 8).Write(7),
            InventoryList.WriteOne(InventoryList.Block, Chains.Regtest.Genesis), [],
        ];
        for (var round = 0; round < Rounds.Of(20_000, 1_000_000); round++)
        {
            var payload = payloads[random.Next(payloads.Length)].ToArray();
            for (var i = random.Next(4); i > 0 && payload.Length > 0; i--) payload[random.Next(payload.Length)] = (byte)random.Next(256);
            payload = payload[..random.Next(payload.Length + 1)];
            HeadersMessage.TryRead(payload, out _);
            VersionMessage.TryRead(payload);
            InventoryList.TryRead(payload, InventoryList.Block);
            var frame = FrameCodec.Write(Chains.Regtest.MagicBytes, Commands.Ping, payload);
            if (random.Next(2) == 0) frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
            await using var stream = new MemoryStream(frame);
            try
            {
                await FrameCodec.ReadAsync(stream, Chains.Regtest.MagicBytes, default);
            }
            catch (Exception error) when (error is PeerFaultException or EndOfStreamException)
            {
                // The only ways in which it may end.
            }
        }
    }

    [Fact]
    public void A_count_of_headers_that_is_too_large_is_refused_before_they_are_read()
    {
        Assert.Contains("2000 are the most", HeadersMessage.TryRead(new byte[] { 0xfd, 0xd1, 0x07, 1, 2, 3 }, out _), StringComparison.Ordinal);
        Assert.Contains("2000 are the most", HeadersMessage.TryRead(Enumerable.Repeat((byte)0xff, 9).ToArray(), out _), StringComparison.Ordinal);
        Assert.Null(InventoryList.TryRead(new byte[] { 0xfe, 0xff, 0xff, 0xff, 0x7f }, InventoryList.Block));
    }

    [Theory]
    [InlineData("node.example", "node.example:8333")]
    [InlineData("node.example:18444", "node.example:18444")]
    [InlineData("127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("::1", "[::1]:8333")]
    [InlineData("[::1]:18444", "[::1]:18444")]
    [InlineData("", null)]
    [InlineData("node:0", null)]
    [InlineData("node:65536", null)]
    [InlineData("http://node", null)]
    [InlineData("a b:3", null)]
    [InlineData("1:2:3:node", null)]
    public void Addresses_are_read_in_the_forms_that_people_write(string text, string? expected) =>
        Assert.Equal(expected, PeerAddress.TryParse(text, 8333)?.ToString());

    [Fact]
    public async Task Seeds_are_asked_for_full_nodes_and_lead_to_no_private_address()
    {
        var asked = new List<string>();
        string[] found =
        [
            "10.1.2.3", "127.0.0.1", "192.168.0.4", "169.254.1.1", "172.16.0.1", "::1", "fe80::1", "fd00::1", "224.0.0.1", "8.8.4.4", "2a01::7",
        ];
        var answer = found.Select(IPAddress.Parse).ToArray();
        var options = new PeerOptions
        {
            AddNodes = ["10.9.9.9"],
            UseDns = true,
            ResolveAsync = (name, _) =>
            {
                lock (asked) asked.Add(name);
                return asked.Count == 1 ? throw new SocketException((int)SocketError.HostNotFound) : Task.FromResult(answer);
            },
        };
        var book = new PeerBook(options, Chains.Mainnet, TimeProvider.System);
        var candidates = await book.CandidatesAsync(default);
        Assert.Equal(["10.9.9.9:8333"], candidates.Take(1).Select(candidate => candidate.ToString()));
        Assert.Equal(["8.8.4.4:8333", "[2a01::7]:8333"], candidates.Skip(1).Select(candidate => candidate.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(Chains.Mainnet.Seeds.Count, asked.Count);
        Assert.All(asked, name => Assert.StartsWith("x9.", name, StringComparison.Ordinal));
    }
}
