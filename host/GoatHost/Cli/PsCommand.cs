using System.CommandLine;
using System.Globalization;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;

namespace GoatHost.Cli;

/// <summary><c>goat ps</c>: the models that running servers hold in memory or are fetching, and those that are kept from running.</summary>
internal static class PsCommand
{
    public static Command Create(CliContext cli)
    {
        var json = CommonArguments.Json();
        var command = new Command("ps", "List the models that goat serve holds in memory, and those it is fetching.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            using var servers = await RunningServers.FindAsync(cli.Layout.DataDirectory, ct);
            List<ResidentView> models = [.. (await servers.AskAsync(server => server.ListAsync(ct))).SelectMany(answer => answer)];
            List<PullView> pulls = [.. (await servers.AskAsync(server => server.ListPullsAsync(ct))).SelectMany(answer => answer)];
            await using var engine = cli.OpenEngine();
            var quarantined = await engine.Sessions.ListQuarantinedAsync(ct);
            if (parsed.GetValue(json))
            {
                ResidentLine[] lines = [.. models.Select(ResidentLine.Of), .. pulls.Select(ResidentLine.Of), .. quarantined.Select(ResidentLine.Of)];
                JsonText.Write(cli.Terminal.Out, lines, CliJson.Readable.ResidentLineArray);
                return ExitCode.Done;
            }
            if (models.Count > 0) Write(cli.Terminal, models, cli.Time.GetUtcNow());
            else if (servers.All.Count > 0) cli.Terminal.Out.WriteLine("goat serve runs, and holds no model in memory.");
            else cli.Terminal.Out.WriteLine($"No goat serve runs over {cli.Layout.DataDirectory}, so no model is held in memory.");
            if (pulls.Count > 0) Write(cli.Terminal, pulls);
            foreach (var model in quarantined) cli.Terminal.Out.WriteLine(SafeText.Line(model.Reason));
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat ps", "goat ps --json");
    }

    private static void Write(Terminal terminal, IReadOnlyList<ResidentView> models, DateTimeOffset now)
    {
        var table = new Table("MODEL", "RUNTIME", "PROCESS", "MEMORY", "PROCESSOR", "CONTEXT", "IN USE", "UNLOADED IN");
        foreach (var model in models)
        {
            table.Row(Name(model), model.Runtime, Number(model.ProcessId), model.MemoryBytes == 0 ? "ended" : Quantities.Bytes(model.MemoryBytes),
                Processor(model), Number(model.ContextTokens), Number(model.Leases), Left(model.ExpiresAt, now));
        }
        table.Write(terminal.Out, terminal.OutIsTerminal);
    }

    private static void Write(Terminal terminal, IReadOnlyList<PullView> pulls)
    {
        terminal.Out.WriteLine();
        var table = new Table("FETCHING", "STAGE", "NEWS");
        foreach (var pull in pulls)
        {
            var name = pull.Quantization is null ? pull.Reference : $"{pull.Reference} ({pull.Quantization})";
            table.Row(name, pull.Last is { } news ? SyncText.Name(news.Stage) : "begins", pull.Last is { } last ? SyncText.Bytes(last.ToNote()) : "");
        }
        table.Write(terminal.Out, terminal.OutIsTerminal);
    }

    /// <summary>A model with those that are made from it and use its place.</summary>
    internal static string Name(ResidentView model) =>
        model.Names.Where(name => name != model.Model).ToList() is { Count: > 0 } others ? $"{model.Model} (as {string.Join(", ", others)})" : model.Model;

    internal static string Processor(ResidentView model) =>
        model.GpuLayers == 0 ? "CPU"
        : model.GpuLayers >= model.Layers ? $"GPU, {Quantities.Bytes(model.GpuMemoryBytes)}"
        : $"GPU, {Quantities.Bytes(model.GpuMemoryBytes)}, {model.GpuLayers} of {model.Layers} layers";

    internal static string Left(DateTimeOffset? until, DateTimeOffset now) => until switch
    {
        null => "never",
        { } end when end <= now => "now",
        { } end => Quantities.Time(TimeSpan.FromSeconds(Math.Ceiling((end - now).TotalSeconds))),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
