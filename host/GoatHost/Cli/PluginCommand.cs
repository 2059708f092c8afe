using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Plugins;

namespace GoatHost.Cli;

/// <summary><c>goat plugin</c>: which plugins there are, what becomes of them, and whether a folder would load as one.</summary>
internal static class PluginCommand
{
    public static Command Create(CliContext cli)
    {
        var command = new Command("plugin", "List, enable, disable, pin and reload plugins, or check a plugin's folder.") { List(cli), Check(cli), PluginReloadCommand.Create(cli) };
        foreach (var choice in PluginChoiceCommands.Create(cli)) command.Add(choice);
        return HelpText.WithExamples(command, "goat plugin list", "goat plugin check ./my-plugin/bin/plugin", "goat plugin disable my-plugin", "goat plugin reload my-plugin");
    }

    private static Command List(CliContext cli)
    {
        var json = CommonArguments.Json();
        var command = new Command("list", "List every plugin, and say what is wrong with those that do not work.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var host = await engine.StartPluginsAsync(ct);
            if (parsed.GetValue(json)) JsonText.Write(cli.Terminal.Out, [.. host.Plugins.Select(PluginView.Of)], CliJson.Readable.PluginViewArray);
            else Write(cli.Terminal, host.Plugins);
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat plugin list", "goat plugin list --json");
    }

    private static Command Check(CliContext cli)
    {
        var folder = new Argument<string>("folder") { Description = "The folder that holds plugin.json and the plugin's assembly." };
        var command = new Command("check", "Try a folder as the host would load it, and say what was found.") { folder };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var lines = await engine.PluginCheck.RunAsync(Path.GetFullPath(parsed.GetRequiredValue(folder)), ct);
            foreach (var line in lines) cli.Terminal.Out.WriteLine($"{(line.Ok ? "ok" : "WRONG"),-6} {SafeText.Line(line.What)}: {SafeText.Line(line.Detail)}");
            return lines.All(line => line.Ok) ? ExitCode.Done : ExitCode.Failed;
        });
        return HelpText.WithExamples(command, "goat plugin check ./my-plugin/bin/plugin");
    }

    internal static void Write(Terminal terminal, IReadOnlyList<PluginStatus> plugins)
    {
        var table = new Table("ID", "VERSION", "STATE", "PROVIDES", "PROBLEM");
        foreach (var plugin in plugins)
        {
            var state = PluginView.StateName(plugin.State) + (plugin.OwnProcess ? ", own process" : "");
            table.Row(plugin.Id, plugin.Version ?? "-", state, string.Join(' ', plugin.Provides), plugin.Problem ?? "-");
        }
        table.Write(terminal.Out, terminal.OutIsTerminal);
    }
}
