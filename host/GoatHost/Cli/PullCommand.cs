using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat pull</c>: brings a model here and verifies it, without running it.</summary>
internal static class PullCommand
{
    public static Command Create(CliContext cli)
    {
        var reference = CommonArguments.Reference();
        var quantization = CommonArguments.Quantization();
        var command = new Command("pull", "Fetch a model and verify every byte of it.") { reference, quantization };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var model = await ModelLookup.BringAsync(cli, engine, parsed.GetRequiredValue(reference), parsed.GetValue(quantization), ct);
            cli.Terminal.Out.WriteLine($"{SafeText.Line(model.FullName)} is here: {Quantities.Bytes(model.Size)}, verified.");
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command,
            "goat pull 6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0",
            "goat pull 'magnet:?xt=urn:btih:…' --quant Q4_0",
            "goat pull ./model.gguf                   # registers the file where it lies");
    }
}
