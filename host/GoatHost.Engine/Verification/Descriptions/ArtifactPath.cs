using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Checks a path that a stranger gave, by rules strict enough for the file systems of Linux, macOS and Windows.</summary>
public static partial class ArtifactPath
{
    private const int SegmentBytes = 240;
    private const int Depth = 16;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"|?*");

    /// <summary>Checks one path.</summary>
    /// <returns>The path itself.</returns>
    /// <exception cref="RefusedException">It could leave its folder, or could not be a file's name on some system.</exception>
    public static string Check(string path) =>
        Problem(path) is { } problem ? throw new RefusedException($"The file path \"{ShownText.Of(path)}\" was refused: {problem}.") : path;

    /// <summary>Checks the paths of one set: each by itself, and that no two fall on one place where case does not count.</summary>
    /// <exception cref="RefusedException">One breaks a rule, or two fall together.</exception>
    public static void CheckSet(IEnumerable<string> paths)
    {
        if (SetProblem(paths) is { } problem) throw new RefusedException($"A set of files was refused: {problem}.");
    }

    /// <summary>What is wrong with a set of paths, as the end of a sentence; null when nothing is.</summary>
    public static string? SetProblem(IEnumerable<string> paths)
    {
        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string? composed = null;
        foreach (var path in paths)
        {
            if (Problem(path) is { } problem) return $"the path \"{ShownText.Of(path)}\" cannot be used: {problem}";
            var folded = PathTwins.Fold(path);
            if (!files.Add(folded)) return $"it has the path \"{ShownText.Of(path)}\" twice (case does not count)";
            for (var end = folded.IndexOf('/'); end > 0; end = folded.IndexOf('/', end + 1)) folders.Add(folded[..end]);
            if (PathTwins.IsComposed(path)) composed ??= path;
        }
        if (files.FirstOrDefault(folders.Contains) is { } both) return $"it has the path \"{ShownText.Of(both)}\" both as a file and as a folder";
        return composed is not null && files.Count > 1
            ? $"the path \"{ShownText.Of(composed)}\" has characters that are written in several ways, which macOS takes for one"
            : null;
    }

    /// <summary>What is wrong with a path, as the end of a sentence; null when nothing is.</summary>
    public static string? Problem(string path)
    {
        if (path.Length == 0) return "it is empty";
        if (path.Length > Depth * (SegmentBytes + 1)) return "it is too long";
        if (path.Contains('\\', StringComparison.Ordinal)) return "it holds a backslash";
        if (path[0] == '/') return "it is absolute";
        var segments = path.Split('/');
        return segments.Length > Depth
            ? $"it is more than {Depth} folders deep"
            : segments.Select(SegmentProblem).FirstOrDefault(problem => problem is not null);
    }

    private static string? SegmentProblem(string segment)
    {
        if (segment.Length == 0) return "it holds an empty segment";
        if (segment is "." or "..") return $"it holds the segment \"{segment}\"";
        if (Encoding.UTF8.GetByteCount(segment) > SegmentBytes) return $"a segment is longer than {SegmentBytes} bytes";
        if (segment[^1] is '.' or ' ' || segment[0] == ' ')
            return "a segment begins or ends in a space or ends in a dot, which Windows drops";
        if (segment.AsSpan().ContainsAny(Forbidden)) return "it holds one of < > : \" | ? *, which Windows forbids";
        if (!segment.EnumerateRunes().All(ShownText.IsSafe)) return "it holds control, direction or invisible characters";
        if (IsReserved(segment)) return $"\"{ShownText.Of(segment)}\" is a device on Windows";
        return ShortName().IsMatch(segment) ? $"\"{ShownText.Of(segment)}\" may be another file's short name on Windows" : null;
    }

    /// <summary>A device's name stays one with any extension: <c>nul.gguf</c>.</summary>
    private static bool IsReserved(string segment)
    {
        var dot = segment.IndexOf('.', StringComparison.Ordinal);
        var name = (dot < 0 ? segment : segment[..dot]).TrimEnd(' ').ToUpperInvariant();
        return name is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (name.Length == 4 && name[..3] is "COM" or "LPT" && name[3] is (>= '0' and <= '9') or '¹' or '²' or '³');
    }

    /// <summary>Eight characters and three, the eight closed by a tilde and a number: <c>MODEL-~1.GGU</c>.</summary>
    [GeneratedRegex(@"\A(?=[^.]{3,8}(?:\.|\z))[^.~]*~[0-9]+(?:\.[^.]{0,3})?\z")]
    private static partial Regex ShortName();
}
