using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary><c>goat list</c>: the models on this machine.</summary>
internal static class ListCommand
{
    public static Command Create(CliContext cli)
    {
        var json = CommonArguments.Json();
        var remote = new Option<bool>("--remote") { Description = "List the models that were found on the chain and elsewhere, fetched or not." };
        var parent = new Option<string?>("--parent") { Description = "With --remote: the children of this inscription, proven ones first.", HelpName = "reference" };
        var command = new Command("list", "List the models on this machine, or those in the catalog.") { json, remote, parent };
        command.Aliases.Add("ls");
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            if (parsed.GetValue(remote) || parsed.GetValue(parent) is not null)
            {
                await WriteRemoteAsync(cli, engine, parsed.GetValue(parent), parsed.GetValue(json), ct);
                return ExitCode.Done;
            }
            var models = await engine.Store.ListAsync(ct);
            if (parsed.GetValue(json)) JsonText.Write(cli.Terminal.Out, [.. models.Select(model => ModelView.Of(model))], CliJson.Readable.ModelViewArray);
            else ModelTable.Write(cli.Terminal, models);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat list", "goat list --json", "goat list --remote", "goat list --remote --parent <inscription>");
    }

    private static async Task WriteRemoteAsync(CliContext cli, EngineScope engine, string? parent, bool json, CancellationToken ct)
    {
        var models = await SearchCommand.FindAsync(engine, model => parent is null || model.Parents.Any(one => IsMeant(one.Reference, parent)), ct);
        if (parent is not null) models = [.. models.OrderByDescending(model => model.Parents.Any(one => one.IsProven && IsMeant(one.Reference, parent)))];
        RemoteTable.Write(cli.Terminal, models, json);
    }

    /// <summary>With its scheme or without, as people copy it.</summary>
    private static bool IsMeant(Reference parent, string text) =>
        parent.Text.Equals(text, StringComparison.OrdinalIgnoreCase) || parent.Text.EndsWith($":{text}", StringComparison.OrdinalIgnoreCase);
}
