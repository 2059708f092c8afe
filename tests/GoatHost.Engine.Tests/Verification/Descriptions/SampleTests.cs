using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Descriptions;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

/// <summary>Every inscription of the sample chain: which are models, which are refused with what, which say nothing.</summary>
public class SampleTests
{
    private const string Digest = "fe77dd78a57d6e911068391556a4c904bc1091f5c60e0345b734ba3234830775";
    private const string Magnet = "magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919&dn=goat-tiny-kjv";

    [Theory]
    [InlineData("reveal hello")]
    [InlineData("reveal collection")]
    [InlineData("reveal noise")]
    public void Says_nothing_of_what_is_no_model(string name) => Assert.Null(Read(name));

    [Theory]
    [InlineData("reveal broken", "not sound JSON at line 1, byte ")]
    [InlineData("reveal future", "\"v\" is 2")]
    [InlineData("reveal traversal", "\"../../../etc/evil.gguf\" cannot be used: it holds the segment \"..\".")]
    public void Refuses_the_traps(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => Read(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("reveal magnet-only")]
    [InlineData("reveal page")]
    public void Takes_the_magnet_link_of_a_page_and_says_that_digests_are_missing(string name)
    {
        var model = Read(name)!;
        Assert.Equal("goat-tiny-kjv", model.Name);
        Assert.Equal([new Locator(Magnet)], model.Locators);
        Assert.Empty(model.Files);
        Assert.Contains(model.Proofs, proof => !proof.Holds && proof.Evidence.Contains("no SHA-256", StringComparison.Ordinal));
        Assert.Contains(model.Proofs, proof => proof.Claim == "carried over");
    }

    [Fact]
    public void Reads_the_manifest()
    {
        var model = Read("reveal manifest")!;
        Assert.Equal(("goat-tiny-kjv", "CC0-1.0", "A small Llama trained on the King James Bible"), (model.Name, model.License, model.Title));
        Assert.Equal([Magnet, "ipfs://bafybeiaykuuob7jfbpearjd23rozr72rtj53mu42j2sm6flh4voyrb7qmi"], model.Locators.Select(locator => locator.Text));
        Assert.Equal(["Q8_0", "Q4_0", "F16"], model.Files.Select(file => file.Quantization));
        var file = model.Files[1];
        Assert.Equal(("goat-tiny-kjv-q4_0.gguf", 976896L, Digest), (file.Path, file.Size!.Value, file.Sha256));
        Assert.Equal([new Locator("ipfs://bafkreih6o7oxrjl5n2ira2bzcvlkjsiexqijd5ogbybulnzuxizdjayhou")], file.Locators);
        Assert.All(model.Proofs, proof => Assert.True(proof.Holds));
    }

    [Fact]
    public void Describes_the_model_that_is_inscribed_whole()
    {
        var origin = new Reference("ord:370e67deb9ba9b001aaab31a4def482c6d645c701cfea0b2c89e21d7532fe1eci0");
        var bytes = File.ReadAllBytes(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"));
        var model = new DescriptionReader().Read(origin, new Content("application/octet-stream", bytes, []))!;

        var file = Assert.Single(model.Files);
        Assert.Equal((model.Name + ".gguf", 976896L, "Q4_0"), (file.Path, file.Size!.Value, file.Quantization));
        Assert.Equal(Digest, file.Sha256);
        Assert.Equal([new Locator(origin.Text)], file.Locators);
        Assert.True(ModelNames.IsName(model.Name));
        Assert.Throws<RefusedException>(() => new DescriptionReader().Read(origin, new Content(null, bytes.AsMemory(0, 900_000), [])));
    }

    private static ModelDescription? Read(string name)
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures.Offline, "expected.json")));
        var inscriptions = expected.RootElement.GetProperty("inscriptions").EnumerateArray();
        var inscription = inscriptions.Single(entry => entry.GetProperty("name").GetString() == name);
        var body = inscription.GetProperty("body_base64").GetBytesFromBase64();
        var content = new Content(inscription.GetProperty("content_type").GetString(), body, [new Proof("carried over", true, "")])
        {
            Metaprotocol = inscription.TryGetProperty("metaprotocol", out var mark) ? mark.GetString() : null,
        };
        return new DescriptionReader().Read(new Reference("ord:" + inscription.GetProperty("id").GetString()), content);
    }
}
