using System.IO.Enumeration;
using GoatHost.Composition;

namespace GoatHost.Http.Guards;

/// <summary>The web pages and apps that may use the server: those of this machine, and those that a person names.</summary>
/// <param name="more">Origins as browsers send them (<c>https://chat.example.org</c>); a <c>*</c> stands for any text.</param>
internal sealed class AllowedOrigins(IReadOnlyList<string> more)
{
    // Programs that show pages of their own. No web page can have such an origin.
    private static readonly string[] AppSchemes = ["app", "file", "tauri", "vscode-webview", "vscode-file"];

    public static AllowedOrigins Local { get; } = new([]);

    /// <summary>Reads what a person named: one origin each, or several with commas between.</summary>
    /// <exception cref="UsageException">It is no origin.</exception>
    public static AllowedOrigins Read(IEnumerable<string> texts)
    {
        var origins = texts.SelectMany(AllowedHosts.Split).Select(Normal).ToList();
        if (origins.Find(origin => origin != "*" && !origin.Contains("://", StringComparison.Ordinal)) is { } wrong)
            throw new UsageException($"{wrong} is no web page's origin: write its scheme too, as in https://example.org, or * for all.");
        return new AllowedOrigins(origins);
    }

    public bool Allows(string origin) =>
        IsLocal(origin) || more.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, origin, ignoreCase: true));

    /// <summary>An address that was copied from a browser ends in a slash; one of an app may have nothing else.</summary>
    private static string Normal(string origin) => origin.EndsWith("://", StringComparison.Ordinal) ? origin : origin.TrimEnd('/');

    private static bool IsLocal(string origin)
    {
        var colon = origin.IndexOf("://", StringComparison.Ordinal);
        if (colon > 0 && AppSchemes.Contains(origin[..colon], StringComparer.OrdinalIgnoreCase)) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && AllowedHosts.IsLocal(uri!.Host);
    }
}
