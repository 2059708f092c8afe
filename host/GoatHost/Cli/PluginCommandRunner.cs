using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary>Runs <c>goat &lt;plugin-id&gt; &lt;name&gt; …</c>: what no built-in command claims may be a plugin's.</summary>
internal static class PluginCommandRunner
{
    public static bool IsFor(string[] arguments, RootCommand root) =>
        arguments is [{ Length: > 0 } first, ..] && first[0] is not ('-' or '/' or '[') && root.Subcommands.All(command => command.Name != first && !command.Aliases.Contains(first));

    public static async Task<int> RunAsync(string[] words, CliContext cli, CancellationToken ct)
    {
        await using var engine = cli.OpenEngine();
        var host = await engine.StartPluginsAsync(ct);
        if (!host.Commands.TryGetValue(words[0], out var commands)) throw new UsageException(Unknown(words[0], host.Plugins.Any(plugin => plugin.Id == words[0])));
        if (words.Length < 2 || words[1] is "--help" or "-h" or "-?") return List(cli.Terminal, words[0], commands);
        var command = commands.FirstOrDefault(command => command.Name == words[1])
            ?? throw new UsageException($"The plugin {words[0]} has no command {words[1]}; goat {words[0]} lists those it has.");
        return await command.RunAsync(words[2..], new CommandOutput(cli.Terminal), ct);
    }

    private static int List(Terminal terminal, string id, IReadOnlyList<ICommand> commands)
    {
        terminal.Out.WriteLine($"Commands of the plugin {SafeText.Line(id)}:");
        foreach (var command in commands) terminal.Out.WriteLine($"  goat {SafeText.Line(id)} {SafeText.Line(command.Name),-12} {SafeText.Line(command.Summary)}");
        return ExitCode.Done;
    }

    private static string Unknown(string word, bool isPlugin) => isPlugin
        ? $"The plugin {word} offers no commands now; goat plugin list says how it is."
        : $"There is no command {word}, and no plugin of that name has commands. See goat --help";
}
