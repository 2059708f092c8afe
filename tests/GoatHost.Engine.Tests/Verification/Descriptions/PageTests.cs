using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

public class PageTests
{
    private const string Hash = "dd5f967140549727a68e644ed4da7ffbaca1c919";
    private const string Link = "magnet:?xt=urn:btih:" + Hash;

    [Theory]
    [InlineData("text/plain", "see " + Link + "&dn=My+Model%20Q8.gguf, and seed", Link + "&dn=My+Model%20Q8.gguf", "my-model-q8")]
    [InlineData("text/html; charset=utf-8", "<a href='" + Link + "&amp;dn=a&#x26;tr=udp://t'>", Link + "&dn=a&tr=udp://t", "a")]
    [InlineData("text/markdown", "[get](" + Link + "&dn=..%2f..%2fetc)", Link + "&dn=..%2f..%2fetc", "etc")]
    [InlineData("application/json", "{\"feed\":[{\"link\":\"magnet:?xt=urn:btih:" + Hash + "\\u0026dn=Con\"}]}", Link + "&dn=Con", "model-con")]
    [InlineData("application/json", "[broken " + Link + " ", Link, "torrent-dd5f96714054")]
    [InlineData("application/ld+json", "\"" + Link + "&dn=%f0%9f%90%90\"", Link + "&dn=%f0%9f%90%90", "torrent-dd5f96714054")]
    [InlineData(null, "MAGNET:?xt=urn:btih:3VPZM4KAKSLSPJUOMRHNJWT77OWKDSIZ", "MAGNET:?xt=urn:btih:3VPZM4KAKSLSPJUOMRHNJWT77OWKDSIZ", "torrent-3vpzm4kaksls")]
    public void Takes_the_link_as_it_is_meant_and_makes_a_safe_name(string? type, string text, string link, string name)
    {
        var model = Read(type, text)!;
        Assert.Equal([new Locator(link)], model.Locators);
        Assert.Equal(name, model.Name);
        Assert.False(Assert.Single(model.Proofs).Holds);
    }

    [Theory]
    [InlineData("text/plain", "a magnet:? link without a torrent")]
    [InlineData("text/plain", "magnet:?xt=urn:btih:dd5f")]
    [InlineData("text/plain", "magnet:?xt=urn:sha1:" + Hash)]
    [InlineData("text/plain", "magnet:?dn=a&tr=udp://t&xl=5")]
    [InlineData("text/plain", "magnet:?xt=urn:btih:" + Hash + "0")]
    [InlineData("text/plain", "magnet:?xt=urn:ed2k:0&dn=urn:btih:" + Hash)]
    [InlineData("text/plain", "magnet:?XT=urn:btih:" + Hash)]
    [InlineData("text/plain", Link + "&dn=a\u202Eb")]
    [InlineData("text/html", "magnet&#58;?xt=urn:btih:" + Hash)]
    [InlineData("text/html", Link + "&amp;dn=a&#10;b")]
    [InlineData("text/html", Link + "&amp;dn=a&quot; onclick=x")]
    [InlineData("text/html", Link + "&amp;dn=a&#x202e;b")]
    [InlineData("text/html", "magnet:?xt=urn:btih:" + "&#x200b;" + Hash)]
    [InlineData("text/plain", "")]
    [InlineData("image/png", Link)]
    [InlineData("application/octet-stream", Link)]
    [InlineData(null, "\0" + Link)]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "{\"a\":1,\"a\":2}")]
    [InlineData("application/json", "{\"p\":\"brc-20\",\"op\":\"model\"}")]
    [InlineData("application/json", "{\"examples\":[{\"p\":\"goat\",\"op\":\"model\"}]}")]
    public void Says_nothing_of_what_holds_no_link(string? type, string text) => Assert.Null(Read(type, text));

    [Fact]
    public void Takes_the_first_of_several_links_and_says_so()
    {
        var other = new string('b', 40);
        var model = Read("text/html", $"{Link} {Link}&dn=again magnet:?xt=urn:btih:{other}")!;
        Assert.Equal([new Locator(Link)], model.Locators);
        Assert.Contains("holds 2 magnet links", model.Proofs[1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_counting_links_somewhere()
    {
        var text = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"magnet:?xt=urn:btih:{i:x40}"));
        Assert.Contains("at least 100 magnet links", Read("text/plain", text)!.Proofs[1].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_first_link_to_a_torrent_among_others()
    {
        var model = Read("text/plain", $"magnet:?xt=urn:ed2k:0 magnet:?xt=urn:sha1:x&xt.1=urn:btih:{Hash}&xt.2=urn:btih:{new string('b', 40)}")!;
        Assert.StartsWith($"torrent-{Hash[..12]}", model.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_of_thousands_of_trackers_those_in_the_first_8_KiB()
    {
        var trackers = string.Concat(Enumerable.Range(0, 5000).Select(i => $"&tr=udp://t{i}:6969"));
        var locator = Assert.Single(Read("text/plain", Link + trackers)!.Locators);
        Assert.InRange(locator.Text.Length, 8100, 8192);
        Assert.StartsWith(locator.Text + "&tr=", Link + trackers, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_first_4_MiB_of_a_page_and_each_character_of_it_once()
    {
        Assert.Null(Read("text/plain", new string(' ', 4 << 20) + Link));
        var flood = string.Concat(Enumerable.Repeat("magnet:?", 600_000));
        var bytes = Encoding.ASCII.GetBytes(flood);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(new DescriptionReader().Read(new Reference("ipfs://x"), new Content("text/plain", bytes, [])));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 * flood.Length);
    }

    private static ModelDescription? Read(string? type, string text) =>
        new DescriptionReader().Read(new Reference("ipfs://x"), new Content(type, Encoding.UTF8.GetBytes(text), []));
}
