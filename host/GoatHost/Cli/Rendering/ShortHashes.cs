using System.Text.RegularExpressions;

namespace GoatHost.Cli.Rendering;

/// <summary>Hashes cut to their ends, for lines that are to be read; <c>goat show</c> has them whole.</summary>
internal static partial class ShortHashes
{
    public static string In(string text) => Hash.Replace(text, static match => $"{match.Value[..8]}…{match.Value[^6..]}");

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash { get; }
}
