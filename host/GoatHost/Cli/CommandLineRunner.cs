using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Composition.Logs;
using Microsoft.Extensions.Logging;

namespace GoatHost.Cli;

/// <summary>Runs one command line: a built-in command, or else a plugin's; tells whatever fails in one sentence.</summary>
internal static partial class CommandLineRunner
{
    public static async Task<int> RunAsync(string[] arguments, CliContext cli, CancellationToken ct)
    {
        try
        {
            var (options, words) = GlobalOptions.Read(arguments);
            cli.Apply(options);
            var root = CommandTree.Create(cli);
            if (PluginCommandRunner.IsFor(words, root)) return await PluginCommandRunner.RunAsync(words, cli, ct);

            // A prompt may begin with an @; it is no response file.
            var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction) throw new UsageException(Explain(parsed));
            return await parsed.InvokeAsync(Invocation(cli.Terminal), ct);
        }
        catch (Exception exception)
        {
            return Report(exception, cli, ct);
        }
    }

    private static int Report(Exception exception, CliContext cli, CancellationToken ct)
    {
        var failure = Failures.Tell(exception, ct.IsCancellationRequested);
        if (cli.JsonLog is { } log) log.Write(LogLevel.Error, "goat", ProgramEvents.CommandFailed, failure.Sentence);
        else cli.Terminal.Error.WriteLine($"goat: {SafeText.Line(failure.Sentence)}");
        if (cli.Verbose && failure.ExitCode is not (ExitCode.Usage or ExitCode.Interrupted)) cli.Terminal.Error.WriteLine(SafeText.Block(exception.ToString()));
        return failure.ExitCode;
    }

    // Ctrl-C is StopSignals' business, and failures are told here: the library does neither.
    private static InvocationConfiguration Invocation(Terminal terminal) => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = terminal.Out,
        Error = terminal.Error,
    };

    private static string Explain(ParseResult parsed)
    {
        var words = new List<string> { "--help" };
        for (var at = parsed.CommandResult.Command; at is not (null or RootCommand); at = at.Parents.OfType<Command>().FirstOrDefault()) words.Insert(0, at.Name);
        return $"{TypeName().Replace(parsed.Errors[0].Message, "as a number")} See goat {string.Join(' ', words)}";
    }

    // The library names the .NET type; every typed option of goat is a number.
    [GeneratedRegex("as expected type '[^']*'")]
    private static partial Regex TypeName();
}
