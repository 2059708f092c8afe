using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;

namespace GoatHost.Cli;

/// <summary><c>goat stop</c>: takes a model out of a running server's memory; the next request loads it again.</summary>
internal static class StopCommand
{
    public static Command Create(CliContext cli)
    {
        var model = new Argument<string?>("model") { Description = "A model that goat ps lists, with or without its quantization.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Unload every model." };
        var command = new Command("stop", "Unload a model from goat serve; an answer being given has a few seconds to end.") { model, all };
        command.SetAction((parsed, ct) => RunAsync(cli, parsed.GetValue(model), parsed.GetValue(all), ct));
        return HelpText.WithExamples(command, "goat stop goat-tiny-kjv", "goat stop --all");
    }

    private static async Task<int> RunAsync(CliContext cli, string? model, bool all, CancellationToken ct)
    {
        if (all == model is not null) throw new UsageException("Name one model, or give --all. See goat stop --help");
        using var servers = await RunningServers.FindAsync(cli.Layout.DataDirectory, ct);
        if (servers.All.Count == 0) throw new GoatException($"No goat serve runs over {cli.Layout.DataDirectory}, so there is nothing to stop.");
        List<string> stopped = [.. (await servers.AskAsync(server => server.StopAsync(model, ct))).SelectMany(answer => answer)];
        if (stopped.Count == 0 && model is not null) throw new GoatException($"{model} is not in memory: goat ps lists what is.");
        foreach (var name in stopped) cli.Terminal.Out.WriteLine($"{SafeText.Line(name)} is unloaded.");
        if (stopped.Count == 0) cli.Terminal.Out.WriteLine("No model was in memory.");
        return ExitCode.Done;
    }
}
