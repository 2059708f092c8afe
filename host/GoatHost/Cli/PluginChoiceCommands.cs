using System.CommandLine;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Plugins;

namespace GoatHost.Cli;

/// <summary><c>goat plugin enable|disable|pin|unpin</c>: what a person decides about a plugin, written to the data directory's plugins.json.</summary>
internal static class PluginChoiceCommands
{
    public static IEnumerable<Command> Create(CliContext cli) =>
    [
        One(cli, "enable", "Enable a plugin; one that was kept out after a crash is tried again.", async (choices, id, ct) =>
        {
            await choices.EnableAsync(id, ct);
            return $"{id} is enabled.";
        }),
        One(cli, "disable", "Disable a plugin: it is listed, and not loaded.", async (choices, id, ct) =>
        {
            await choices.DisableAsync(id, ct);
            return $"{id} is disabled.";
        }),
        One(cli, "pin", "Pin a plugin to its files as they are now: with others it is not loaded.", async (choices, id, ct) =>
            $"{id} is pinned to {await choices.PinAsync(id, ct)}."),
        One(cli, "unpin", "Take a pin out.", async (choices, id, ct) =>
        {
            await choices.UnpinAsync(id, ct);
            return $"{id} is not pinned.";
        }),
    ];

    public static Argument<string> Id() => new("id") { Description = "A plugin, as goat plugin list names it." };

    private static Command One(CliContext cli, string name, string description, Func<PluginChoices, string, CancellationToken, Task<string>> choose)
    {
        var id = Id();
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var plugin = parsed.GetRequiredValue(id);
            cli.Terminal.Out.WriteLine(SafeText.Line(await choose(engine.PluginChoices, plugin, ct)));
            cli.Terminal.Out.WriteLine(SafeText.Line($"A goat serve that runs takes it over with goat plugin reload {plugin}."));
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, $"goat plugin {name} my-plugin");
    }
}
