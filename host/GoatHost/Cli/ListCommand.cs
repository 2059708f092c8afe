using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat list</c>: the models on this machine.</summary>
internal static class ListCommand
{
    public static Command Create(CliContext cli)
    {
        var json = CommonArguments.Json();
        var command = new Command("list", "List the models on this machine.") { json };
        command.Aliases.Add("ls");
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var models = await engine.Store.ListAsync(ct);
            if (parsed.GetValue(json)) JsonText.Write(cli.Terminal.Out, [.. models.Select(model => ModelView.Of(model))], CliJson.Readable.ModelViewArray);
            else ModelTable.Write(cli.Terminal, models);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat list", "goat list --json");
    }
}
