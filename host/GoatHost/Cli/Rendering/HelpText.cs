using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using GoatHost.Composition;

namespace GoatHost.Cli.Rendering;

/// <summary>Help as the library writes it, followed by a command's examples.</summary>
internal sealed class HelpText(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Command, string[]> Examples = [];

    /// <summary>Gives a command its examples, each a command line, perhaps followed by <c>  # what it does</c>.</summary>
    public static Command WithExamples(Command command, params string[] lines)
    {
        Examples.AddOrUpdate(command, lines);
        return command;
    }

    public static void AddTo(RootCommand root)
    {
        WithExamples(root,
            "goat demo                                # the whole way, offline, in a minute",
            "goat run <inscription> \"Hello\"           # fetch, verify, load, answer",
            "goat <plugin> <command>                  # a plugin's own command; goat plugin list names them");
        var option = root.Options.OfType<HelpOption>().Single();
        var action = new HelpText((HelpAction)option.Action!);
        option.Action = action;
        root.SetAction(parsed =>
        {
            action.Invoke(parsed);
            return ExitCode.Usage;
        });
    }

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var lines)) return ExitCode.Done;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in lines) output.WriteLine($"  {line}");
        output.WriteLine();
        return ExitCode.Done;
    }
}
