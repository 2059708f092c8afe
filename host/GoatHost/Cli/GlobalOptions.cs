using GoatHost.Composition;
using Microsoft.Extensions.Logging;

namespace GoatHost.Cli;

/// <summary>What may be said with every command: read before the command line is, as a plugin's command has one of its own.</summary>
internal sealed record GlobalOptions
{
    public const string VerboseOption = "--verbose";
    public const string FormatOption = "--log-format";

    public static IReadOnlyList<string> Formats { get; } = ["text", "json"];

    public const string SafeModeOption = "--safe-mode";

    public bool Verbose { get; init; }

    public bool Json { get; init; }

    /// <summary>Whether to load no plugin.</summary>
    public bool SafeMode { get; init; }

    public LogLevel Level => Verbose ? LogLevel.Debug : LogLevel.Warning;

    /// <summary>What the arguments before a <c>--</c> say, and the arguments without it.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static (GlobalOptions Settings, string[] Words) Read(string[] arguments)
    {
        var (settings, rest) = (new GlobalOptions(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--")
            {
                rest.AddRange(arguments[i..]);
                break;
            }
            if (arguments[i] == VerboseOption) settings = settings with { Verbose = true };
            else if (arguments[i] == SafeModeOption) settings = settings with { SafeMode = true };
            else if (arguments[i] == FormatOption) settings = settings with { Json = IsJson(++i < arguments.Length ? arguments[i] : "") };
            else if (arguments[i].StartsWith(FormatOption + "=", StringComparison.Ordinal)) settings = settings with { Json = IsJson(arguments[i][(FormatOption.Length + 1)..]) };
            else rest.Add(arguments[i]);
        }
        return (settings, [.. rest]);
    }

    private static bool IsJson(string format) => Formats.Contains(format)
        ? format == "json"
        : throw new UsageException($"There is no log format '{format}': {FormatOption} takes {string.Join(" or ", Formats)}.");
}
