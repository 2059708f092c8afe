using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary>Runs <c>goat &lt;plugin-id&gt; &lt;name&gt; …</c>, or <c>goat &lt;name&gt; …</c>: what no built-in command claims may be a plugin's.</summary>
internal static class PluginCommandRunner
{
    public static bool IsFor(string[] arguments, RootCommand root) =>
        arguments is [{ Length: > 0 } first, ..] && first[0] is not ('-' or '/' or '[') && root.Subcommands.All(command => command.Name != first && !command.Aliases.Contains(first));

    public static async Task<int> RunAsync(string[] words, CliContext cli, CancellationToken ct)
    {
        await using var engine = cli.OpenEngine();
        var host = await engine.StartPluginsAsync(ct);
        if (!host.Commands.TryGetValue(words[0], out var commands))
        {
            if (host.Plugins.Any(plugin => plugin.Id == words[0]))
            {
                throw new UsageException($"The plugin {words[0]} offers no commands now; goat plugin list says how it is.");
            }
            return await RunAsync(Named(words[0], host.Commands), words[1..], cli.Terminal, ct);
        }
        if (words.Length < 2 || AsksForHelp(words[1..])) return List(cli.Terminal, words[0], commands);
        var command = commands.FirstOrDefault(command => command.Name == words[1])
            ?? throw new UsageException($"The plugin {words[0]} has no command {words[1]}; goat {words[0]} lists those it has.");
        return await RunAsync(command, words[2..], cli.Terminal, ct);
    }

    /// <summary>Runs it. Who asks how it is used is told what it tells those who use it wrongly, and did nothing wrong.</summary>
    private static async Task<int> RunAsync(ICommand command, string[] arguments, Terminal terminal, CancellationToken ct)
    {
        var help = AsksForHelp(arguments);
        if (help) terminal.Out.WriteLine(SafeText.Line(command.Summary));
        var code = await command.RunAsync(arguments, new CommandOutput(terminal), ct);
        return help && code == ExitCode.Usage ? ExitCode.Done : code;
    }

    private static bool AsksForHelp(string[] words) => words is ["--help" or "-h" or "-?"];

    private static int List(Terminal terminal, string id, IReadOnlyList<ICommand> commands)
    {
        terminal.Out.WriteLine($"Commands of the plugin {SafeText.Line(id)}:");
        foreach (var command in commands) terminal.Out.WriteLine($"  goat {SafeText.Line(id)} {SafeText.Line(command.Name),-12} {SafeText.Line(command.Summary)}");
        return ExitCode.Done;
    }

    /// <summary>The one command of that name, whichever plugin it is of.</summary>
    public static ICommand Named(string word, IReadOnlyDictionary<string, IReadOnlyList<ICommand>> commands)
    {
        var owners = commands.Where(plugin => plugin.Value.Any(command => command.Name == word))
            .Select(plugin => plugin.Key).Order(StringComparer.Ordinal).ToList();
        return owners switch
        {
            [var owner] => commands[owner].First(command => command.Name == word),
            [] => throw new UsageException($"There is no command {word}, and no plugin of that name has commands. See goat --help"),
            _ => throw new UsageException(
                $"Several plugins have a command {word}: type {string.Join(" or ", owners.Select(owner => $"goat {owner} {word}"))}."),
        };
    }
}
