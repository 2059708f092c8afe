using System.Security.Cryptography;
using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class DemoRunTests(DemoHome home)
{
    private const string Wanted = "ord:6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0";

    [Fact]
    public void Goes_from_the_inscription_to_tokens()
    {
        Assert.True(home.Demo.ExitCode == 0, home.Demo.Out + home.Demo.Error);
        Assert.Contains($"wanted  {Wanted}", home.Demo.Out);
        Assert.Contains("✓", home.Demo.Out);
        Assert.Contains("refused ord:43d0d182ec400829b492d72f1987302d9dde6e7abdaf88b65342dd09b303ef3fi0", home.Demo.Out);
        Assert.Contains("inscribed: magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919", home.Demo.Out);
        Assert.Contains("x.pe=127.0.0.1", home.Demo.Out);
        Assert.Contains("88ad231bf38dc76062c0f0859520fbebd2e2d764be2804a8277e19dd458bd0e1", home.Demo.Out);
        Assert.Contains("the one that is inscribed", home.Demo.Out);
        Assert.Contains("In the beginning", home.Demo.Out);
        Assert.Contains("tokens/s", home.Demo.Out);
        Assert.Contains($"GOAT_HOME={home.Path}", home.Demo.Out);
        Assert.DoesNotContain('\u001b', home.Demo.Out);
    }

    [Fact]
    public void Keeps_the_file_as_it_was_published()
    {
        var file = Directory.GetFiles(home.Path, "goat-tiny-kjv-q8_0.gguf", SearchOption.AllDirectories).Single();
        Assert.Equal("88ad231bf38dc76062c0f0859520fbebd2e2d764be2804a8277e19dd458bd0e1", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        Assert.Empty(Directory.GetFiles(home.Path, "goat-tiny-kjv-f16.gguf", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Fetches_nothing_twice()
    {
        var file = Directory.GetFiles(home.Path, "goat-tiny-kjv-q8_0.gguf", SearchOption.AllDirectories).Single();
        var written = File.GetLastWriteTimeUtc(file);
        var again = await Goat.RunAsync(home.Path, input: null, "demo");
        Assert.True(again.ExitCode == 0, again.Out + again.Error);
        Assert.Contains("is here already: nothing is fetched twice", again.Out);
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public async Task Says_that_its_plugin_list_is_broken()
    {
        using var elsewhere = new TempFolder();
        await File.WriteAllTextAsync(elsewhere["plugins.json"], "{ broken");
        var said = await Goat.RunAsync(elsewhere.Path, input: null, "demo");
        Assert.Equal(1, said.ExitCode);
        Assert.StartsWith("goat: ", said.Error);
    }
}
