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
        var proof = new Option<bool>("--proof") { Description = "Say on standard error what is proven of it, against what, and what is not." };
        var raw = CommonArguments.Raw();
        var metadata = CommonArguments.Metadata();
        var command = new Command("cat", "Write the content behind a reference to standard output.") { reference, proof, raw, metadata };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            await engine.StartPluginsAsync(ct);
            var text = parsed.GetRequiredValue(reference);
            var content = await engine.References.ReadAsync(new Reference(text), ct);
            await WriteAsync(cli.Terminal, ContentChoice.Of(content, text, parsed.GetValue(raw), parsed.GetValue(metadata)), ct);
            WriteProof(cli.Terminal, content, cli.Terminal.OutIsTerminal || parsed.GetValue(proof));
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command,
            "goat cat 5881c5ef9e05e3b1eb35677121c9e78e12294ea8a0d811d59f89e80e44de5f58i0",
            "goat cat <inscription> > page.html",
            "goat cat <inscription> --proof > page.html",
            "goat cat <inscription> --metadata");
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
    }

    /// <summary>Standard error, so that the content itself can be redirected.</summary>
    internal static void WriteProof(Terminal terminal, Content content, bool whole)
    {
        if (content.Unproven is { } why) terminal.Error.WriteLine(ModelReport.Warning(why));
        foreach (var line in whole ? content.Proofs : []) terminal.Error.WriteLine(ModelReport.ProofLine(line));
    }

    private static bool IsText(Content content) =>
        System.Text.Unicode.Utf8.IsValid(content.Bytes.Span) && !content.Bytes.Span.Contains((byte)0);
}
