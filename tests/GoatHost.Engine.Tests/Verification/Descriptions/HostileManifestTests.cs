using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

/// <summary>Manifests made to be read in two ways, or to be too much: each is refused with one sentence, marked as a manifest or not.</summary>
public class HostileManifestTests
{
    private const string Hash = "dd5f967140549727a68e644ed4da7ffbaca1c919";
    private const string Head = "{\"p\":\"goat\",\"op\":\"model\",\"v\":1,\"name\":\"goat\",\"magnet\":\"magnet:?xt=urn:btih:" + Hash + "\"";

    public static TheoryData<string, string> Texts => new()
    {
        { "{\"\\u0070\":\"goat\",\"op\":\"model\",\"op\":\"model\",\"magnet\":\"magnet:?xt=urn:btih:" + Hash + "\"}", "repeated key" },
        { "{\"x\":\"" + new string(' ', 9000) + "\",\"p\" :\t\"\\u0067oat\",\"op\":\"model\",\"op\":\"\",\"magnet\":\"magnet:?xt=urn:btih:" + Hash + "\"}", "repeated key" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"\\u0070ath\":\"../a\"}]}", "repeated key" },
        { Head + ",\"na\\u006de\":\"other\"}", "repeated key" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":1e3}]}", "\"size\" is not a whole number" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":5.0}]}", "\"size\" is not a whole number" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":-0}]}", "\"size\" is 0" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":-9223372036854775808}]}", "not from 1 byte" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":9223372036854775807}]}", "not from 1 byte" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":0x10}]}", "not sound JSON" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":NaN}]}", "not sound JSON" },
        { Head + ",\"files\":[{\"path\":\"a.gguf\",\"size\":true}]}", "\"size\" is not a whole number" },
        { Head + ",\"files\":[{\"path\":{\"path\":\"a.gguf\"}}]}", "\"path\" is not a text" },
        { Head + ",\"files\":[[{\"path\":\"a.gguf\"}]]}", "other than an object at 0" },
        { Head + ",\"files\":\"a.gguf\"}", "\"files\" is not a list" },
        { Head + ",\"files\":[" + string.Join(',', Enumerable.Repeat("0", 200_000)) + "]}", "200000 entries" },
        { Head + ",\"files\":[{\"path\":\"" + string.Concat(Enumerable.Repeat("a/", 2000)) + "\"}]}", "too long" },
        { Head + ",\"files\":[{\"path\":\"" + new string('a', 5000) + "\"}]}", "longer than 4096" },
        { Head + ",\"files\":[{\"path\":\"a\\ud83d.gguf\"}]}", "not sound Unicode" },
        { Head + ",\"files\":[{\"path\":\"a\\u0000.gguf\"}]}", "invisible" },
        { Head + ",\"files\":[{\"path\":\"a\\u202e.gguf\"}]}", "invisible" },
        { Head + ",\"files\":[{\"path\":\"a\\u200d.gguf\"}]}", "invisible" },
        { Head + ",\"files\":[{\"path\":\"\\u00e9.gguf\"},{\"path\":\"e\\u0301.gguf\"}]}", "macOS takes for one" },
        { Head + ",\"title\":\"\\u2066a\"}", "control or direction" },
        { Head + ",\"title\":\"" + new string('t', 300_000) + "\"}", "longer than 200" },
        { Head + ",\"x\":" + string.Concat(Enumerable.Repeat("{\"x\":", 5000)) + "1" + new string('}', 5001), "too deep" },
        { Head.Replace("\"v\":1", "\"v\":01", StringComparison.Ordinal) + "}", "not sound JSON" },
        { Head.Replace("\"v\":1", "\"v\":1e0", StringComparison.Ordinal) + "}", "\"v\" is not a whole number" },
        { Head + "}" + Head + "}", "not sound JSON" },
        { Head + ",'x':1}", "not sound JSON" },
        { Head + ",\"a\nb\":1}", "not sound JSON" },
    };

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "an overlong slash", [.. Encoding.ASCII.GetBytes(Head + ",\"files\":[{\"path\":\".."), 0xC0, 0xAF, .. "a.gguf\"}]}"u8] },
        { "half a pair as bytes", [.. Encoding.ASCII.GetBytes(Head + ",\"files\":[{\"path\":\"a"), 0xED, 0xA0, 0x80, .. "\"}]}"u8] },
        { "a pair as six bytes", [.. Encoding.ASCII.GetBytes(Head + ",\"title\":\""), 0xED, 0xA0, 0xBD, 0xED, 0xB0, 0x90, .. "\"}"u8] },
        { "a character beyond Unicode", [.. Encoding.ASCII.GetBytes(Head + ",\"title\":\""), 0xF4, 0x90, 0x80, 0x80, .. "\"}"u8] },
        { "a character cut off", [.. Encoding.ASCII.GetBytes(Head + ",\"title\":\""), 0xE2, 0x82] },
        { "Latin-1", [.. Encoding.ASCII.GetBytes(Head + ",\"title\":\""), 0xE4, .. "\"}"u8] },
        { "a zero", [.. Encoding.ASCII.GetBytes(Head), 0, .. "}"u8] },
        { "two byte-order marks", [.. "\uFEFF\uFEFF"u8, .. Encoding.ASCII.GetBytes(Head + "}")] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Head + "}")] },
        { "UTF-16 of the other order", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Head + "}")] },
        { "UTF-32", [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(Head + "}")] },
        { "UTF-7", Encoding.ASCII.GetBytes(Head.Replace("{", "+AHs-", StringComparison.Ordinal) + "}") },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Refuses_with_one_sentence(string text, string reason)
    {
        foreach (var mark in new[] { "goat", null })
        {
            var refused = Assert.Throws<RefusedException>(() => Read(Encoding.UTF8.GetBytes(text), mark));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
            AssertOneSentence(refused);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Takes_nothing_for_a_manifest_that_is_not_UTF_8(string what, byte[] bytes)
    {
        foreach (var mark in new[] { "goat", null })
        {
            try
            {
                // A text that is no JSON may still be a page with a link, which proves nothing and says so.
                var model = Read(bytes, mark);
                Assert.True(model is null or { Files: [], Proofs: [{ Holds: false }, ..] }, what);
            }
            catch (RefusedException refused)
            {
                AssertOneSentence(refused);
            }
        }
    }

    [Fact]
    public void Reads_a_manifest_behind_one_byte_order_mark() => Assert.Equal("goat", Read([.. "\uFEFF"u8, .. Encoding.ASCII.GetBytes(Head + "}")], null)!.Name);

    private static ModelDescription? Read(byte[] bytes, string? mark) =>
        new DescriptionReader().Read(new Reference("ord:abc"), new Content("application/json", bytes, []) { Metaprotocol = mark });

    private static void AssertOneSentence(RefusedException refused)
    {
        Assert.StartsWith("The manifest of ord:abc was refused: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.Message.Length, 40, 400);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }
}
