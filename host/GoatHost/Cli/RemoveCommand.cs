using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat rm</c>: forgets a model and deletes what goat itself wrote of it.</summary>
internal static class RemoveCommand
{
    public static Command Create(CliContext cli)
    {
        var model = CommonArguments.Model();
        var command = new Command("rm", "Forget a model and delete its files; files registered in place stay.") { model };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var stored = await ModelLookup.NeedAsync(engine, parsed.GetRequiredValue(model), ct);
            await engine.Store.RemoveAsync(stored, ct);
            var kept = stored.Files.Count(file => file.InPlace);
            cli.Terminal.Out.WriteLine($"{SafeText.Line(stored.FullName)} is removed{(kept > 0 ? "; its files lie where they lay" : "")}.");
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat rm goat-tiny-kjv:q4_0");
    }
}
