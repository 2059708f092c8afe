using GoatHost.Abstractions;
using GoatHost.TestKit;

namespace GoatHost.PluginContract.Tests.Samples;

public sealed class FeedSourceTests
{
    private const string Magnet = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=Some+Model";

    private static readonly string Json = $$"""
        { "title": "ours", "models": [
          { "name": "Goat Tiny", "title": "Goat tiny", "license": "CC0-1.0", "magnet": "{{Magnet}}", "web": ["https://example.org/x/"],
            "files": [ { "path": "a/m.gguf", "size": 12, "sha256": "{{new string('A', 64)}}", "quant": "q8_0", "more": 1 } ] },
          { "name": "bad", "web": ["javascript:alert(1)"] } ] }
        """;

    private const string Rss = $"""
        <rss version="2.0"><channel><title>t</title>
          <item><title>Some Model!</title><enclosure url="{Xml}" type="application/x-bittorrent"/></item>
          <item><title>News</title><link>https://example.org/news.html</link></item>
          <item><title>On the web</title><link>https://example.org/w.gguf</link></item>
        </channel></rss>
        """;

    private const string Xml = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&amp;dn=Some+Model";

    [Fact]
    public async Task A_json_feed_gives_a_model_with_its_files_places_and_an_honest_proof()
    {
        var model = await ResolveAsync(Json, "goat-tiny");

        Assert.Equal(("goat-tiny", "Goat tiny", "CC0-1.0"), (model.Name, model.Title, model.License));
        Assert.Equal([new Locator(Magnet), new Locator("https://example.org/x/")], model.Locators);
        var file = Assert.Single(model.Files);
        Assert.Equal(("a/m.gguf", 12L, new string('a', 64), "Q8_0"), (file.Path, file.Size, file.Sha256, file.Quantization));
        Assert.False(Assert.Single(model.Proofs).Holds);
        Assert.EndsWith("#goat-tiny", model.Origin.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rss_and_atom_give_what_links_to_a_magnet_or_a_model_file()
    {
        Assert.Equal(new Locator(Magnet), (await ResolveAsync(Rss, "some-model")).Locators[0]);
        Assert.Equal(new Locator("https://example.org/w.gguf"), (await ResolveAsync(Rss, "on-the-web")).Locators[0]);
        var atom = $"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Only</title><link href="{Xml}"/></entry></feed>""";
        Assert.Equal("only", (await ResolveAsync(atom, null)).Name);
    }

    [Fact]
    public async Task A_model_with_a_place_that_is_none_is_refused() =>
        Assert.Contains("neither a magnet link nor a web address", (await Assert.ThrowsAsync<RefusedException>(() => ResolveAsync(Json, "bad"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_name_that_is_not_there_is_told_with_those_that_are() =>
        Assert.Contains("goat-tiny, bad", (await Assert.ThrowsAsync<GoatException>(() => ResolveAsync(Json, "none"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><rss>&a;</rss>")]
    [InlineData("{ \"models\": 3 }")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task What_is_no_feed_is_refused(string text) =>
        await Assert.ThrowsAsync<RefusedException>(() => ResolveAsync(text, "x"));

    [Fact]
    public async Task A_feed_is_read_from_the_web_and_trouble_is_a_sentence()
    {
        await using var server = await WebServer.StartAsync((context, _) =>
        {
            if (context.Request.Path == "/feed.json") return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Json);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using var plugin = await StagedPlugin.LoadAsync("feedsource");

        Assert.Equal("goat-tiny", (await plugin.Sources[0].ResolveAsync(new Reference($"feed:{server.Url}feed.json#goat-tiny"), CancellationToken.None)).Name);
        var e = await Assert.ThrowsAsync<GoatException>(() => plugin.Sources[0].ResolveAsync(new Reference($"feed:{server.Url}none"), CancellationToken.None));
        Assert.Contains("404", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_tells_what_is_there_what_is_refused_and_what_is_gone()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["f.json"], Json);
        await using var plugin = await StagedPlugin.LoadAsync("feedsource", ("feeds:0", folder["f.json"]), ("feeds:1", folder["missing.json"]));
        var source = plugin.Sources[0];

        var first = await source.DiscoverAsync(null, CancellationToken.None).ToListAsync();
        await File.WriteAllTextAsync(folder["f.json"], """{ "models": [] }""");
        var second = await source.DiscoverAsync(((DiscoveryCursor)first[^1]).Text, CancellationToken.None).ToListAsync();

        Assert.Equal([typeof(ModelFound), typeof(ModelRefused), typeof(DiscoveryCursor)], first.Select(step => step.GetType()));
        Assert.Equal(((ModelFound)first[0]).Description.Origin, Assert.IsType<ModelGone>(second[0]).Reference);
    }

    [Fact]
    public async Task A_feed_that_trickles_in_is_given_up_with_a_sentence()
    {
        var clock = new FastClock(Rounds.Of(20, 1));
        await using var slow = new TricklingServer(TricklingServer.HttpHead, clock);
        await using var plugin = await StagedPlugin.LoadAsync("feedsource", clock);
        var e = await Assert.ThrowsAsync<GoatException>(() => plugin.Sources[0].ResolveAsync(new Reference($"feed:{slow.Url}feed.json#x"), CancellationToken.None));
        Assert.EndsWith("did not answer within 30 s.", e.Message, StringComparison.Ordinal);
    }

    private static async Task<ModelDescription> ResolveAsync(string feed, string? name)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["feed"], feed);
        await using var plugin = await StagedPlugin.LoadAsync("feedsource");
        return await plugin.Sources[0].ResolveAsync(new Reference($"feed:{folder["feed"]}{(name is null ? "" : "#" + name)}"), CancellationToken.None);
    }
}
