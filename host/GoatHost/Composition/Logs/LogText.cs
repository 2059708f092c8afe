using System.Text.RegularExpressions;
using GoatHost.Cli.Rendering;

namespace GoatHost.Composition.Logs;

/// <summary>Text on its way into a log: one line without control characters, and without the password that an address may carry.</summary>
internal static partial class LogText
{
    public static string Clean(string text) => Masked(SafeText.Line(text));

    /// <summary>RFC 3986 §3.2.1: what stands between <c>//</c> and <c>@</c> is a name and a password.</summary>
    public static string Masked(string text) => text.Contains('@', StringComparison.Ordinal) ? UserInfo().Replace(text, "://***@") : text;

    [GeneratedRegex(@"://[^/@\s?#]*@")]
    private static partial Regex UserInfo();
}
