using System.Text;
using GoatHost.Abstractions;
using GoatHost.Cli;
using GoatHost.TestKit;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Cli;

public sealed class ContentCommandsTests
{
    [Fact]
    public async Task Cat_writes_the_bytes_as_they_are_into_a_pipe()
    {
        var terminal = new ScriptedTerminal();
        byte[] bytes = [0, 27, 255, 10];
        await CatCommand.WriteAsync(terminal.Terminal, new Content(null, bytes, []), CancellationToken.None);
        Assert.Equal(bytes, terminal.Bytes);
        Assert.Empty(terminal.Out);
    }

    [Fact]
    public async Task Cat_shows_text_harmlessly_on_a_terminal_with_its_proofs_aside()
    {
        var terminal = new ScriptedTerminal(isTerminal: true);
        var content = new Content("text/plain", Encoding.UTF8.GetBytes("hello\u001b[2J"), [new Proof("script path", true, "commits")]);
        await CatCommand.WriteAsync(terminal.Terminal, content, CancellationToken.None);
        CatCommand.WriteProof(terminal.Terminal, content, whole: true);
        Assert.Equal("hello[2J\n", terminal.Out);
        Assert.Equal("✓ script path: commits\n", terminal.Error);
    }

    [Fact]
    public void Cat_warns_of_content_that_is_not_proven_enough_even_when_no_proof_is_asked_for()
    {
        var terminal = new ScriptedTerminal();
        var content = new Content("text/plain", default, [new Proof("script path", true, "commits")]) { Unproven = "It is only\u001b parsed." };
        CatCommand.WriteProof(terminal.Terminal, content, whole: false);
        Assert.Equal("Warning: It is only parsed.\n", terminal.Error);
    }

    [Fact]
    public async Task Cat_keeps_binary_off_a_terminal()
    {
        var terminal = new ScriptedTerminal(isTerminal: true);
        var content = new Content("application/octet-stream", new byte[] { 0xff, 0xfe }, []);
        await Assert.ThrowsAsync<GoatException>(() => CatCommand.WriteAsync(terminal.Terminal, content, CancellationToken.None));
    }

    [Fact]
    public void Content_is_decoded_unless_the_stored_bytes_or_the_metadata_are_wanted()
    {
        var content = new Content("text/html", "page"u8.ToArray(), []) { Stored = "packed"u8.ToArray(), Metadata = "{}" };
        static string Text(Content chosen) => Encoding.UTF8.GetString(chosen.Bytes.Span);
        Assert.Equal("page", Text(ContentChoice.Of(content, "x", raw: false, metadata: false)));
        Assert.Equal("packed", Text(ContentChoice.Of(content, "x", raw: true, metadata: false)));
        Assert.Equal("page", Text(ContentChoice.Of(content with { Stored = null }, "x", raw: true, metadata: false)));
        Assert.Equal("{}", Text(ContentChoice.Of(content, "x", raw: false, metadata: true)));
        Assert.Throws<GoatException>(() => ContentChoice.Of(content with { Metadata = null }, "x", raw: false, metadata: true));
    }

    [Fact]
    public async Task Get_replaces_a_file_only_when_told()
    {
        using var folder = new TempFolder();
        await GetCommand.SaveAsync(folder["x"], "one"u8.ToArray(), replace: false, CancellationToken.None);
        await Assert.ThrowsAsync<GoatException>(() => GetCommand.SaveAsync(folder["x"], "two"u8.ToArray(), replace: false, CancellationToken.None));
        Assert.Equal("one", await File.ReadAllTextAsync(folder["x"]));
        await GetCommand.SaveAsync(folder["x"], "three"u8.ToArray(), replace: true, CancellationToken.None);
        Assert.Equal("three", await File.ReadAllTextAsync(folder["x"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }
}
