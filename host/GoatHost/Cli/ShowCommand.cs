using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat show</c>: a model on this machine, or what a reference stands for and what of that is proven.</summary>
internal static class ShowCommand
{
    public static Command Create(CliContext cli)
    {
        var reference = CommonArguments.Reference();
        var json = CommonArguments.Json();
        var command = new Command("show", "Show a model, or what a reference stands for, with its proofs.") { reference, json };
        command.SetAction((parsed, ct) => RunAsync(cli, parsed.GetRequiredValue(reference), parsed.GetValue(json), ct));
        return HelpText.WithExamples(command,
            "goat show goat-tiny-kjv                  # a model that is here",
            "goat show 6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0",
            "goat show goat-tiny-kjv --json");
    }

    private static async Task<int> RunAsync(CliContext cli, string text, bool json, CancellationToken ct)
    {
        await using var engine = cli.OpenEngine();
        if (await ModelLookup.FindAsync(engine, text, quantization: null, ct) is { } stored)
        {
            var fit = await FitJudge.JudgeAsync(engine, stored, ct);
            if (json) JsonText.Write(cli.Terminal.Out, ModelView.Of(stored, fit), CliJson.Readable.ModelView);
            else ModelReport.Write(cli.Terminal.Out, stored, fit);
            return ExitCode.Done;
        }
        await engine.StartPluginsAsync(ct);
        var description = await engine.References.ResolveAsync(new Reference(text), ct);
        if (json) JsonText.Write(cli.Terminal.Out, ModelView.Of(description), CliJson.Readable.ModelView);
        else ModelReport.Write(cli.Terminal.Out, description);
        return ExitCode.Done;
    }
}
