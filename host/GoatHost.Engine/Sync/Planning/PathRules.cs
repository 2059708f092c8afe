using System.Buffers;
using System.Globalization;
using System.Text;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>What a path from a stranger must be before it may name a file here, on every system alike.</summary>
internal static class PathRules
{
    public const int MaxLength = 240;
    public const int MaxDepth = 8;
    private const int MaxSegmentBytes = 200;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:*?\"<>|");

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>What is wrong with a relative path, or null.</summary>
    public static string? Problem(string path)
    {
        if (path.Length is 0 or > MaxLength) return $"it must have 1 to {MaxLength} characters";
        if (path.AsSpan().ContainsAny(Forbidden)) return "it has a character that no file name may have on Windows";
        var segments = path.Split('/');
        if (segments.Length > MaxDepth) return $"it is more than {MaxDepth} folders deep";
        return segments.Select(SegmentProblem).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>The first path that differs from another only by case or form of its letters, or null: on some systems they are one file.</summary>
    public static string? Duplicate(IEnumerable<string> paths)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return paths.FirstOrDefault(path => !seen.Add(path.Normalize(NormalizationForm.FormC)));
    }

    /// <summary>A stranger's text for a sentence: short, and nothing in it that drives a terminal.</summary>
    public static string Printable(string text)
    {
        var shown = string.Concat(text.EnumerateRunes().Take(80).Select(rune => IsHidden(rune) ? "?" : rune.ToString()));
        return text.Length > 80 ? shown + "…" : shown;
    }

    private static string? SegmentProblem(string segment)
    {
        if (segment.Length == 0) return "it is absolute or has an empty part";
        if (segment is "." or "..") return "it leaves its folder";
        if (segment[^1] is '.' or ' ' || segment[0] == ' ') return "a part begins or ends with a space, or ends with a dot";
        if (segment.EnumerateRunes().Any(IsHidden)) return "it has a control or direction character";
        if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes) return $"a part is longer than {MaxSegmentBytes} bytes";
        return Reserved.Contains(segment.Split('.')[0].TrimEnd()) ? "a part is a device name on Windows" : null;
    }

    /// <summary>Controls, direction marks and other formats, lone surrogates, private use: what does not show as itself.</summary>
    private static bool IsHidden(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
}
