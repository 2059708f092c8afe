using System.Text;
using System.Text.Json.Nodes;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

public class ManifestTests
{
    private const string Cid = "bafybeiaykuuob7jfbpearjd23rozr72rtj53mu42j2sm6flh4voyrb7qmi";
    private const string Magnet = "magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919&dn=x";
    private static readonly string Digest = new('A', 64);

    [Theory]
    [InlineData("op", null, "\"op\" is missing")]
    [InlineData("op", "7", "\"op\" is not a text")]
    [InlineData("v", null, "\"v\" is missing")]
    [InlineData("v", "2", "\"v\" is 2, and this goat reads version 1")]
    [InlineData("v", "\"1\"", "\"v\" is not a whole number")]
    [InlineData("v", "1.5", "\"v\" is not a whole number")]
    [InlineData("v", "1e999", "\"v\" is not a whole number")]
    [InlineData("name", null, "\"name\" is missing")]
    [InlineData("name", "[]", "\"name\" is not a text")]
    [InlineData("name", "\"Goat\"", "lower-case letters")]
    [InlineData("name", "\"../goat\"", "lower-case letters")]
    [InlineData("name", "\"nul\"", "lower-case letters")]
    [InlineData("name", "\"-goat\"", "lower-case letters")]
    [InlineData("name", "\"a\\u202eb\"", "\"a?b\"")]
    [InlineData("name", "\"\\ud800\"", "not sound Unicode")]
    [InlineData("title", "1", "\"title\" is not a text")]
    [InlineData("title", "\"a\\u001b[2Jb\"", "control or direction")]
    [InlineData("license", "{}", "\"license\" is not a text")]
    [InlineData("files", "{}", "\"files\" is not a list")]
    [InlineData("files", "[]", "\"files\" is empty")]
    [InlineData("files", "[1]", "other than an object at 0")]
    [InlineData("magnet", "\"http://x\"", "not a magnet link to a torrent")]
    [InlineData("magnet", "\"magnet:?xt=urn:ed2k:0\"", "not a magnet link to a torrent")]
    [InlineData("magnet", "\"magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919 b\"", "not a magnet link to a torrent")]
    [InlineData("ipfs", "\"../x\"", "does not look like a CID")]
    [InlineData("web", "\"https://x\"", "\"web\" is not a list")]
    [InlineData("web", "[1]", "other than a text")]
    [InlineData("web", "[\"file:///etc/passwd\"]", "no http or https address")]
    [InlineData("web", "[\"https://user:pass@x/\"]", "no http or https address")]
    [InlineData("web", "[\"https://x/ a\"]", "no http or https address")]
    public void Refuses_a_field_and_names_it(string key, string? value, string reason) => AssertRefused(With(key, value), reason);

    [Theory]
    [InlineData("path", null, "in files[0], \"path\" is missing")]
    [InlineData("path", "\"a\\\\..\\\\b\"", "backslash")]
    [InlineData("path", "\"C:/x.gguf\"", "Windows forbids")]
    [InlineData("path", "\"a\\u0000b\"", "invisible")]
    [InlineData("size", "0", "\"size\" is 0")]
    [InlineData("size", "-1", "\"size\" is -1")]
    [InlineData("size", "17592186044417", "16 TiB")]
    [InlineData("size", "99999999999999999999", "\"size\" is not a whole number")]
    [InlineData("size", "\"5\"", "\"size\" is not a whole number")]
    [InlineData("sha256", "\"abc\"", "\"sha256\" is not 64 hex digits")]
    [InlineData("sha256", "5", "\"sha256\" is not a text")]
    [InlineData("quant", "\"../x\"", "no name of a quantization")]
    [InlineData("cid", "\"Qm\"", "does not look like a CID")]
    public void Refuses_a_files_field_and_names_it(string key, string? value, string reason)
    {
        var manifest = Sound();
        Set(manifest["files"]![0]!.AsObject(), key, value);
        AssertRefused(manifest.ToJsonString(), reason);
    }

    [Fact]
    public void Refuses_what_cannot_be_one_file_system()
    {
        var manifest = Sound();
        manifest["files"]!.AsArray().Add(new JsonObject { ["path"] = "A.gguf" });
        AssertRefused(manifest.ToJsonString(), "twice");
    }

    [Fact]
    public void Refuses_a_manifest_without_any_place_to_fetch_from()
    {
        var manifest = Sound();
        manifest.Remove("magnet");
        AssertRefused(manifest.ToJsonString(), "neither \"magnet\" nor \"ipfs\" nor \"web\"");
    }

    [Theory]
    [InlineData("{\"p\":\"goat\",\"op\":\"model\",\"op\":\"collection\"}", "repeated key")]
    [InlineData("{\"p\":\"goat\",\"op\":\"model\",\"x\":{\"a\":1,\"a\":2}}", "repeated key")]
    [InlineData("{\"p\":\"goat\",\"\\u006fp\":\"model\",\"op\":\"collection\"}", "repeated key")]
    [InlineData("{\"p\":\"goat\",\"op\":\"model\",}", "line 1, byte ")]
    [InlineData("{\"p\" : \"goat\", \"op\":\"model\", // comment\n}", "not sound JSON")]
    [InlineData("{\"p\":\"goat\",\"op\":\"model\",\"magnet\":\"" + Magnet, "cut off")]
    [InlineData("{\"p\":\"goat\",\"op\":\"model\"} trailing", "not sound JSON")]
    public void Refuses_unsound_JSON_even_without_a_mark_and_never_takes_it_for_a_page(string text, string reason) =>
        AssertRefused(text, reason, mark: null);

    [Fact]
    public void Refuses_deep_nesting_and_huge_counts_and_sizes()
    {
        AssertRefused(With("x", new string('[', 60) + new string(']', 60)), "too deep");
        AssertRefused("{\"p\":\"goat\"," + new string('[', 500_000), "too deep");
        AssertRefused(With("files", "[" + string.Join(',', Enumerable.Repeat("{}", 1001)) + "]"), "1001 entries");
        AssertRefused(With("web", "[" + string.Join(',', Enumerable.Repeat("\"https://x/\"", 17)) + "]"), "17 entries");
        AssertRefused(With("title", $"\"{new string('t', 201)}\""), "longer than 200");
        AssertRefused(With("magnet", $"\"{Magnet}&tr={new string('t', 9000)}\""), "longer than 8192");
        AssertRefused(With("x", $"\"{new string('t', 1 << 20)}\""), "more than the 1048576");
    }

    [Fact]
    public void Reads_every_field_and_ignores_those_it_does_not_know()
    {
        var manifest = Sound();
        manifest["title"] = "Ziege 🐐 für alle";
        manifest["future"] = new JsonObject { ["a"] = new JsonArray(1, null, "b") };
        manifest["license"] = null;
        manifest["ipfs"] = Cid;
        manifest["web"] = new JsonArray("https://Example.org/A%20b/");
        manifest["files"]![0]!["cid"] = "ipfs://" + Cid;
        manifest["files"]![0]!["quant"] = "q4_k_m";
        var model = Read("\uFEFF \n" + manifest.ToJsonString())!;

        Assert.Equal(("goat", "Ziege 🐐 für alle", null), (model.Name, model.Title, model.License));
        Assert.Equal([Magnet, "ipfs://" + Cid, "https://Example.org/A%20b/"], model.Locators.Select(locator => locator.Text));
        var file = Assert.Single(model.Files);
        Assert.Equal(("a.gguf", 5L, Digest.ToLowerInvariant(), "Q4_K_M"), (file.Path, file.Size!.Value, file.Sha256, file.Quantization));
        Assert.Equal([new Locator("ipfs://" + Cid)], file.Locators);
        Assert.Empty(model.Proofs);
    }

    [Fact]
    public void Says_what_has_no_digest()
    {
        var manifest = Sound();
        manifest["files"]!.AsArray().Add(new JsonObject { ["path"] = "b-Q8_0.gguf" });
        var model = Read(manifest.ToJsonString())!;
        Assert.Equal((null, null, "Q8_0"), (model.Files[1].Size, model.Files[1].Sha256, model.Files[1].Quantization));
        Assert.StartsWith("publisher gave no SHA-256 for 1 of 2 files", Assert.Single(model.Proofs).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_nothing_of_other_operations_whatever_their_version() =>
        Assert.Null(Read("{\"p\":\"goat\",\"op\":\"collection\",\"v\":9,\"name\":7}"));

    private static JsonObject Sound() => new()
    {
        ["p"] = "goat",
        ["op"] = "model",
        ["v"] = 1,
        ["name"] = "goat",
        ["magnet"] = Magnet,
        ["files"] = new JsonArray(new JsonObject { ["path"] = "a.gguf", ["size"] = 5, ["sha256"] = Digest }),
    };

    private static string With(string key, string? value)
    {
        var manifest = Sound();
        Set(manifest, key, null);
        // Set as text, since a JSON node would not hold all that a stranger can write.
        return value is null ? manifest.ToJsonString() : manifest.ToJsonString()[..^1] + $",\"{key}\":{value}}}";
    }

    private static void Set(JsonObject target, string key, string? value)
    {
        target.Remove(key);
        if (value is not null) target.Add(key, JsonNode.Parse(value));
    }

    private static ModelDescription? Read(string text, string? mark = "goat") =>
        new DescriptionReader().Read(new Reference("ord:abc"), new Content("application/json", Encoding.UTF8.GetBytes(text), []) { Metaprotocol = mark });

    private static void AssertRefused(string text, string reason, string? mark = "goat")
    {
        var refused = Assert.Throws<RefusedException>(() => Read(text, mark));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("The manifest of ord:abc was refused: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }
}
