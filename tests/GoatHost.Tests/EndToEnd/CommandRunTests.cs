using System.Text.Json;
using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class CommandRunTests(DemoHome home)
{
    [Fact]
    public async Task Lists_models_as_json_and_as_rows()
    {
        var json = await Goat.RunAsync(home.Path, input: null, "list", "--json");
        using var models = JsonDocument.Parse(json.Out);
        Assert.Contains(models.RootElement.EnumerateArray(), model => model.GetProperty("name").GetString() == "goat-tiny-kjv:Q8_0");

        var rows = await Goat.RunAsync(home.Path, input: null, "list");
        Assert.StartsWith("NAME\tPARAMETERS\t", rows.Out);
        Assert.Contains("goat-tiny-kjv:Q8_0\t", rows.Out);
    }

    [Fact]
    public async Task Searches_the_catalog_that_the_chain_was_scanned_into()
    {
        var scanned = await Goat.RunAsync(home.Path, input: null, "ordinals", "scan");
        Assert.True(scanned.ExitCode == 0, scanned.Error);

        var remote = await Goat.RunAsync(home.Path, input: null, "list", "--remote", "--json");
        using var models = JsonDocument.Parse(remote.Out);
        Assert.Equal(4, models.RootElement.GetArrayLength());
        var found = await Goat.RunAsync(home.Path, input: null, "search", "GOAT-tiny", "cc0", "--json");
        using var tiny = JsonDocument.Parse(found.Out);
        // Its manifest, and its file that is inscribed whole.
        Assert.Equal(["goat-tiny-kjv", "goat-tiny-kjv"], tiny.RootElement.EnumerateArray().Select(model => model.GetProperty("name").GetString()));

        var rows = await Goat.RunAsync(home.Path, input: null, "search", "no such words anywhere");
        Assert.Equal((0, "NAME\tSIZE\tLICENCE\tPROVEN\tPARENT\tREFERENCE"), (rows.ExitCode, rows.Out.Trim()));
        var children = await Goat.RunAsync(home.Path, input: null, "list", "--parent", "5881c5ef9e05e3b1eb35677121c9e78e12294ea8a0d811d59f89e80e44de5f58i0", "--json");
        Assert.True(children.ExitCode == 0, children.Error);
    }

    [Theory]
    [InlineData("ordinals", "prove")]
    [InlineData("ordinals", "proof")]
    [InlineData("ordinals", "scan")]
    [InlineData("ordinals", "first")]
    [InlineData("ordinals", "inscribe")]
    [InlineData("bittorrent", "show")]
    [InlineData("llamacpp", "install")]
    [InlineData("llamacpp", "uninstall")]
    public async Task Each_command_of_a_plugin_tells_how_it_is_used(string plugin, string command)
    {
        var help = await Goat.RunAsync(home.Path, input: null, plugin, command, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.StartsWith("Usage: goat ", help.Out.Split('\n')[1]);
    }

    [Fact]
    public async Task Answers_one_prompt()
    {
        var said = await Goat.RunAsync(home.Path, input: null, "run", "goat-tiny-kjv", "In the beginning", "--max-tokens", "12", "--seed", "1");
        Assert.True(said.ExitCode == 0, said.Error);
        Assert.False(string.IsNullOrWhiteSpace(said.Out));
    }

    [Fact]
    public async Task Answers_standard_input_the_same_as_a_typed_prompt()
    {
        var typed = await Goat.RunAsync(home.Path, input: null, "run", "goat-tiny-kjv:q8_0", "And God said", "-n", "8", "--seed", "7");
        var piped = await Goat.RunAsync(home.Path, "And God said\n", "run", "GOAT-TINY-KJV", "-n", "8", "--seed", "7");
        Assert.True(piped.ExitCode == 0, piped.Error);
        Assert.Equal(typed.Out, piped.Out);
    }

    [Fact]
    public async Task Verifies_and_shows_a_model()
    {
        var verified = await Goat.RunAsync(home.Path, input: null, "verify", "goat-tiny-kjv");
        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.StartsWith("88ad231bf38dc76062c0f0859520fbebd2e2d764be2804a8277e19dd458bd0e1  ", verified.Out);

        var shown = await Goat.RunAsync(home.Path, input: null, "show", "goat-tiny-kjv");
        Assert.Contains("Licence: CC0-1.0", shown.Out);
        Assert.Contains("✓", shown.Out);
    }

    [Fact]
    public async Task Refuses_a_file_that_was_changed_with_exit_code_3()
    {
        using var elsewhere = new TempFolder();
        var copy = elsewhere["copy.gguf"];
        File.Copy(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"), copy);
        var pulled = await Goat.RunAsync(elsewhere.Path, input: null, "pull", copy);
        Assert.True(pulled.ExitCode == 0, pulled.Error);

        using (var file = File.OpenWrite(copy))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0x5a);
        }
        using var models = JsonDocument.Parse((await Goat.RunAsync(elsewhere.Path, input: null, "list", "--json")).Out);
        var said = await Goat.RunAsync(elsewhere.Path, input: null, "verify", models.RootElement[0].GetProperty("name").GetString()!);
        Assert.Equal(3, said.ExitCode);
        Assert.Single(said.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Reads_an_inscription_byte_for_byte()
    {
        var said = await Goat.RunAsync(home.Path, input: null, "cat", "5881c5ef9e05e3b1eb35677121c9e78e12294ea8a0d811d59f89e80e44de5f58i0");
        Assert.True(said.ExitCode == 0, said.Error);
        Assert.Equal("hello from a goat", said.Out);
    }

    [Fact]
    public async Task Saves_an_inscription_and_keeps_what_is_there()
    {
        using var elsewhere = new TempFolder();
        string[] get = ["get", "370e67deb9ba9b001aaab31a4def482c6d645c701cfea0b2c89e21d7532fe1ec", elsewhere["model.gguf"]];
        var said = await Goat.RunAsync(home.Path, input: null, get);
        Assert.True(said.ExitCode == 0, said.Error);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf")), await File.ReadAllBytesAsync(elsewhere["model.gguf"]));
        Assert.Equal(1, (await Goat.RunAsync(home.Path, input: null, get)).ExitCode);
        Assert.Equal(0, (await Goat.RunAsync(home.Path, input: null, [.. get, "--force"])).ExitCode);
    }

    [Theory]
    [InlineData("43d0d182ec400829b492d72f1987302d9dde6e7abdaf88b65342dd09b303ef3fi0")]
    [InlineData("d3a8d6e00d07c1972f3898399af4f12ccb8440ce27041cbe27604ec07d5883aci0")]
    [InlineData("bc5a2dc6361e4daeefc8e2253809fba81bfe1c2fea69138f765e993a3e4f10c9i0")]
    public async Task Refuses_a_trap_inscription_in_one_sentence(string inscription)
    {
        var said = await Goat.RunAsync(home.Path, input: null, "pull", inscription);
        Assert.Equal(3, said.ExitCode);
        Assert.Single(said.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Lists_the_plugins()
    {
        var said = await Goat.RunAsync(home.Path, input: null, "plugin", "list", "--json");
        using var plugins = JsonDocument.Parse(said.Out);
        Assert.Contains(plugins.RootElement.EnumerateArray(), plugin => plugin.GetProperty("state").GetString() == "ready");
        Assert.DoesNotContain(plugins.RootElement.EnumerateArray(), plugin => plugin.GetProperty("state").GetString() == "faulted");
    }

    [Fact]
    public async Task Finds_itself_well()
    {
        var said = await Goat.RunAsync(home.Path, input: null, "doctor");
        Assert.True(said.ExitCode == 0, said.Out + said.Error);
        Assert.Contains("data directory", said.Out);
    }

    [Theory]
    [InlineData(2, "run")]
    [InlineData(2, "list", "--nonsense")]
    [InlineData(2, "frobnicate")]
    [InlineData(1, "verify", "no-such-model")]
    [InlineData(0, "--version")]
    [InlineData(0, "demo", "--help")]
    public async Task Exits_as_promised(int expected, params string[] arguments)
    {
        var said = await Goat.RunAsync(home.Path, input: null, arguments);
        Assert.Equal(expected, said.ExitCode);
        if (expected != 0) Assert.StartsWith("goat: ", said.Error);
    }
}
