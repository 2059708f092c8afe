using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Contents;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Bodies that are stored in an encoding, that stand for others, and what their publishers say of them.</summary>
public sealed class ContentTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p>goat</p>\n", 500)));

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public void Decodes_what_it_was_given_and_keeps_to_its_limit(string encoding)
    {
        var stored = Encode(encoding, Page);
        Assert.Equal(Page, ContentCoding.Decode(encoding, stored, out var flaw)!.Value.ToArray());
        Assert.Null(flaw);
        Assert.Null(ContentCoding.Decode(encoding, Encode(encoding, new byte[3 << 20]), out flaw, limit: 1 << 20));
        Assert.Equal("decoded it is longer than 1 MiB", flaw);
        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Null(ContentCoding.Decode(encoding, stored.AsMemory(0, length), out flaw));
            Assert.NotNull(flaw);
        }
    }

    [Fact]
    public void Says_of_an_encoding_that_it_is_not_known()
    {
        Assert.Null(ContentCoding.Decode("zstd", Page, out var flaw));
        Assert.Contains("zstd", flaw, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_throws_on_random_bytes() => Prop.ForAll<byte[]>(bytes =>
    {
        ContentCoding.Decode("br", bytes, out _);
        ContentCoding.Decode("gzip", bytes, out _);
        ContentCoding.Decode("gzip", (byte[])[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, .. bytes, .. new byte[10]], out _);
        CborJson.Write(bytes);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a1646e616d6564676f6174", """{"name":"goat"}""")]
    [InlineData("83010203", "[1,2,3]")]
    [InlineData("9f01ff", "[1]")]
    [InlineData("a20161610242beef", """{"1":"a","2":"beef"}""")]
    [InlineData("fb3ff199999999999a", "1.1")]
    [InlineData("f97c00", "null")] // infinity, which JSON has no number for
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("c11a514b67b0", "1363896240")] // a tag is left away
    [InlineData("f6", "null")]
    [InlineData("8201", null)] // cut off
    [InlineData("0101", null)] // more than one item
    [InlineData("62ff", null)]
    [InlineData("ff", null)]
    public void Writes_cbor_as_json(string hex, string? json) =>
        Assert.Equal(json, CborJson.Write(Convert.FromHexString(hex))?.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));

    [Fact]
    public void Does_not_follow_cbor_into_any_depth()
    {
        Assert.NotNull(CborJson.Write((byte[])[.. Enumerable.Repeat((byte)0x81, 30), 0]));
        Assert.Null(CborJson.Write((byte[])[.. Enumerable.Repeat((byte)0x81, 100_000), 0]));
    }

    [SkippableFact]
    public void Decodes_real_bodies_as_another_parser_does()
    {
        var decoded = 0;
        foreach (var path in Directory.GetFiles(Chains.Public("mainnet/tx"), "*.json"))
        {
            var json = Chains.Json(path);
            foreach (var (wanted, inscription) in json.GetProperty("inscriptions").EnumerateArray().Zip(InscriptionReader.Read(Chains.ReadTransaction(json.Hex("hex")))))
            {
                if (!wanted.IsSet("decoded_sha256")) continue;
                var content = InscriptionContent.Read(inscription);
                Assert.Equal(wanted.Text("decoded_sha256"), Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span)));
                decoded++;
            }
        }
        Assert.True(decoded > 0);
    }

    [Fact]
    public async Task Shows_the_content_of_a_delegate_with_what_is_proven_of_both()
    {
        var stored = Encode("br", Page);
        var page = new Leaves(Leaves.Envelope(stored, (1, "text/html"u8.ToArray()), (9, "br"u8.ToArray()), (5, Convert.FromHexString("a1646e616d6564676f6174"))));
        var chain = await MinedChain.StartAsync();
        var (commit, reveal) = Inscribe(page);
        chain.Mine(commit, reveal);
        var (second, pointer) = Inscribe(new Leaves(Leaves.Envelope("mine"u8.ToArray(), (11, reveal.TxId.ToBytes()))));
        var (fourth, bare) = Inscribe(new Leaves(Leaves.Envelope(null, (5, Convert.FromHexString("a1646e616d6564676f6174")))));
        var (third, further) = Inscribe(new Leaves(Leaves.Envelope(null, (11, pointer.TxId.ToBytes()))));
        chain.Mine(second, pointer, third, further, fourth, bare);
        await using var server = await ScriptedServer.StartAsync(chain.Blocks);
        using var stage = new OrdinalsStage(("network", "regtest"), ("rest", server.Rest));

        var whole = await stage.Source.ReadAsync(new($"{reveal.TxId}"), default);
        Assert.Equal(Page, whole.Bytes.ToArray());
        Assert.Equal(stored, whole.Stored!.Value.ToArray());
        Assert.Contains("goat", whole.Metadata, StringComparison.Ordinal);

        var shown = await stage.Source.ReadAsync(new($"{pointer.TxId}"), default);
        Assert.Equal((Page.Length, "text/html"), (shown.Bytes.Length, shown.MediaType));
        Assert.Null(shown.Metadata);
        Assert.Contains(shown.Proofs, proof => proof is { Claim: "delegate", Holds: true });
        Assert.Contains(shown.Proofs, proof => proof is { Claim: "delegate's witness commitment", Holds: true });

        var about = await stage.Source.ReadAsync(new($"{bare.TxId}"), default);
        Assert.True(about.Bytes.IsEmpty);
        Assert.Contains("goat", about.Metadata, StringComparison.Ordinal);

        // One step and no further.
        Assert.Equal("mine", Encoding.UTF8.GetString((await stage.Source.ReadAsync(new($"{further.TxId}"), default)).Bytes.Span));
    }

    [Fact]
    public async Task A_delegate_that_is_nowhere_stops_no_search_and_is_named_to_who_asks()
    {
        const string Link = "magnet:?xt=urn:btih:0123456789012345678901234567890123456789";
        var chain = await MinedChain.StartAsync();
        var (commit, reveal) = Inscribe(new Leaves(Leaves.Envelope(Encoding.UTF8.GetBytes(Link), (1, "text/plain"u8.ToArray()), (11, new byte[32]))));
        var (second, packed) = Inscribe(new Leaves(Leaves.Envelope(Encode("gzip", Encoding.UTF8.GetBytes(Link)), (1, "text/plain"u8.ToArray()), (9, "gzip"u8.ToArray()))));
        chain.Mine(commit, reveal, second, packed);
        await using var server = await ScriptedServer.StartAsync(chain.Blocks);
        using var stage = new OrdinalsStage(("network", "regtest"), ("rest", server.Rest));
        var found = Assert.Single((await stage.DiscoverAsync()).OfType<ModelFound>());
        Assert.Equal($"ord:{packed.TxId}i0", found.Description.Origin.Text);
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new($"{reveal.TxId}"), default));
        Assert.Contains($"{Hash256.Zero} was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_is_not_proven_enough_carries_the_reason()
    {
        var chain = await MinedChain.StartAsync();
        var (commit, reveal) = Inscribe(new Leaves(Leaves.Text("magnet:?xt=urn:btih:0123456789012345678901234567890123456789")));
        chain.Mine(commit, reveal);
        await using var server = await ScriptedServer.StartAsync(chain.Blocks);
        using var stage = new OrdinalsStage(("network", "regtest"), ("rest", server.Rest), ("confirmations", "2"));
        var early = await stage.Source.ReadAsync(new($"{reveal.TxId}"), default);
        Assert.Contains("has 1 confirmation, and 2 are asked", early.Unproven, StringComparison.Ordinal);
        chain.Mine();
        Assert.Null((await stage.Source.ReadAsync(new($"{reveal.TxId}"), default)).Unproven);
    }

    private static (Transaction Commit, Transaction Reveal) Inscribe(Leaves leaves)
    {
        var commit = MinedChain.Commit(leaves.Output);
        return (commit, MinedChain.Reveal(commit, leaves.Open(0)));
    }

    private static byte[] Encode(string encoding, byte[] bytes)
    {
        var output = new MemoryStream();
        using (Stream stream = encoding == "br" ? new BrotliStream(output, CompressionLevel.Fastest) : new GZipStream(output, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }
        return output.ToArray();
    }
}
