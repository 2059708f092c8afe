using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;

namespace GoatHost.Cli;

/// <summary><c>goat plugin reload</c>: a running server takes a plugin out and in again, and says whether the old code is gone.</summary>
internal static class PluginReloadCommand
{
    public static Command Create(CliContext cli)
    {
        var id = PluginChoiceCommands.Id();
        var command = new Command("reload", "Let a running goat serve take a plugin out and in again, with its files and settings as they are now.") { id };
        command.SetAction((parsed, ct) => RunAsync(cli, parsed.GetRequiredValue(id), ct));
        return HelpText.WithExamples(command, "goat plugin reload my-plugin");
    }

    private static async Task<int> RunAsync(CliContext cli, string id, CancellationToken ct)
    {
        using var servers = await RunningServers.FindAsync(cli.Layout.DataDirectory, ct);
        if (servers.All.Count == 0) throw new GoatException($"No goat serve runs over {cli.Layout.DataDirectory}; every other command loads plugins anew, so there is nothing to reload.");
        var reloads = await servers.AskAsync(server => server.ReloadAsync(id, ct));
        foreach (var reload in reloads) cli.Terminal.Out.WriteLine(SafeText.Line(Tell(reload)));
        return reloads.Any(reload => reload.Now.State is "faulted" or "quarantined") ? ExitCode.Failed : ExitCode.Done;
    }

    internal static string Tell(ReloadView reload)
    {
        var name = reload.Now.Version is { } version ? $"{reload.Now.Id} {version}" : reload.Now.Id;
        var now = $"{name} is {reload.Now.State}{(reload.Now.Problem is { } problem ? $" ({problem.TrimEnd('.')})" : "")}";
        return reload switch
        {
            { Now.OwnProcess: true } => $"{now}; the processes that held its old code are ended.",
            { WasLoaded: false } => $"{now}; there was no code of it to unload.",
            { Freed: true } => $"{now}; its old code is freed.",
            _ => $"{now}; its old code is pinned, so its memory comes back only when goat serve ends. The likely cause: {reload.LikelyCause}.",
        };
    }
}
