using System.CommandLine;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat cat</c>: the content behind a reference, byte for byte; on a terminal only as harmless text.</summary>
internal static class CatCommand
{
    public static Command Create(CliContext cli)
    {
        var reference = CommonArguments.Reference();
        var command = new Command("cat", "Write the content behind a reference to standard output.") { reference };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            await engine.StartPluginsAsync(ct);
            var content = await engine.References.ReadAsync(new Reference(parsed.GetRequiredValue(reference)), ct);
            await WriteAsync(cli.Terminal, content, ct);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command,
            "goat cat 5881c5ef9e05e3b1eb35677121c9e78e12294ea8a0d811d59f89e80e44de5f58i0",
            "goat cat <inscription> > page.html");
    }

    internal static async Task WriteAsync(Terminal terminal, Content content, CancellationToken ct)
    {
        if (!terminal.OutIsTerminal)
        {
            await using var stream = terminal.OpenOut();
            await stream.WriteAsync(content.Bytes, ct);
            return;
        }
        if (!IsText(content)) throw new GoatException($"This is {Quantities.Bytes(content.Bytes.Length)} of {content.MediaType ?? "unknown type"}, not text: save it with goat get, or redirect it.");
        terminal.Out.WriteLine(SafeText.Block(Encoding.UTF8.GetString(content.Bytes.Span)));
        foreach (var proof in content.Proofs) terminal.Error.WriteLine(ModelReport.ProofLine(proof));
    }

    private static bool IsText(Content content) =>
        System.Text.Unicode.Utf8.IsValid(content.Bytes.Span) && !content.Bytes.Span.Contains((byte)0);
}
