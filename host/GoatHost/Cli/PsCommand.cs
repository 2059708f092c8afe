using System.CommandLine;
using System.Globalization;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;

namespace GoatHost.Cli;

/// <summary><c>goat ps</c>: the models that running servers hold in memory, the processes that hold them, and the models that are kept from running.</summary>
internal static class PsCommand
{
    public static Command Create(CliContext cli)
    {
        var json = CommonArguments.Json();
        var command = new Command("ps", "List the models that goat serve holds in memory, with their processes.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            using var servers = await RunningServers.FindAsync(cli.Layout.DataDirectory, ct);
            List<ResidentView> models = [.. (await servers.AskAsync(server => server.ListAsync(ct))).SelectMany(answer => answer)];
            await using var engine = cli.OpenEngine();
            var quarantined = await engine.Sessions.ListQuarantinedAsync(ct);
            if (parsed.GetValue(json))
            {
                JsonText.Write(cli.Terminal.Out, [.. models.Select(ResidentLine.Of), .. quarantined.Select(ResidentLine.Of)], CliJson.Readable.ResidentLineArray);
                return ExitCode.Done;
            }
            if (models.Count > 0) Write(cli.Terminal, models);
            else cli.Terminal.Out.WriteLine(servers.All.Count == 0 ? $"No goat serve runs over {cli.Layout.DataDirectory}, so no model is held in memory." : "goat serve runs, and holds no model in memory.");
            foreach (var model in quarantined) cli.Terminal.Out.WriteLine(SafeText.Line(model.Reason));
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat ps", "goat ps --json");
    }

    private static void Write(Terminal terminal, IReadOnlyList<ResidentView> models)
    {
        var table = new Table("MODEL", "RUNTIME", "PROCESS", "MEMORY", "IN USE", "CONTEXT");
        foreach (var model in models)
        {
            table.Row(model.Model, model.Runtime, Number(model.ProcessId), model.MemoryBytes == 0 ? "ended" : Quantities.Bytes(model.MemoryBytes),
                Number(model.Leases), Number(model.ContextTokens));
        }
        table.Write(terminal.Out, terminal.OutIsTerminal);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
