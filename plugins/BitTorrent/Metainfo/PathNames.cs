using System.Buffers;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>Turns the names in one torrent, which may be hostile, into names that any file system takes and that stay in their
/// folder.</summary>
internal sealed class PathNames(InfoHash hash)
{
    private const int MaxName = 240;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");
    private static readonly string[] Reserved = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One element of a path.</summary>
    public string Element(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 4096) throw new RefusedException($"Torrent {hash} is refused: a file name is {utf8.Length} bytes long.");
        var text = Encoding.UTF8.GetString(utf8).Normalize(NormalizationForm.FormC);
        if (text is "" or "." or "..")
        {
            throw new RefusedException($"Torrent {hash} is refused: the name \"{text}\" in a file's path could lead out of its folder.");
        }
        var name = string.Concat(text.Select(c => IsPlain(c) ? c : '_')).TrimEnd('.', ' ');
        if (name.Length == 0) name = "_";
        if (IsReserved(name)) name = "_" + name;
        return Shorten(name);
    }

    /// <summary>A whole path, numbered when another file has it already, upper and lower case being one.</summary>
    public string Unique(string path)
    {
        var dot = path.LastIndexOf('.');
        if (dot <= path.LastIndexOf('/') + 1) dot = path.Length;
        var unique = path;
        for (var n = 2; !_taken.Add(unique); n++) unique = $"{path[..dot]} ({n}){path[dot..]}";
        return unique;
    }

    // Control characters would drive a terminal; bidi overrides make "exe.fdp" look like "pdf.exe".
    private static bool IsPlain(char c) =>
        !char.IsControl(c) && !Forbidden.Contains(c)
            && c is not ('\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u061C');

    private static bool IsReserved(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }

    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxName) return name;
        var extension = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(extension) > 20) extension = "";
        var stem = name[..^extension.Length];
        while (Encoding.UTF8.GetByteCount(stem) + extension.Length > MaxName) stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        return stem + extension;
    }
}
