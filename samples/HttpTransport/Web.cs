using GoatHost.Abstractions;

namespace GoatHost.Samples.HttpTransport;

/// <summary>Web addresses: which are, and where a file of a folder lies.</summary>
internal static class Web
{
    private const int Longest = 8192;

    public static bool Is(string? text) =>
        text is { Length: < Longest } && Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.Host.Length > 0;

    /// <summary>A locator that ends in '/' is a folder, to which a file's path is added; any other is one file.</summary>
    public static string UrlOf(Locator locator, IArtifactFile file) => IsFolder(locator)
        ? locator.Text + string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))
        : locator.Text;

    public static bool IsFolder(Locator locator) => locator.Text.EndsWith('/');
}
