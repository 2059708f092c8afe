using System.Buffers;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>What both filters and methods do to a text, as Python does it.</summary>
internal static class TextChange
{
    public static JinjaString Upper(string text, Budget budget) => Paid(text.ToUpperInvariant(), budget);

    public static JinjaString Lower(string text, Budget budget) => Paid(text.ToLowerInvariant(), budget);

    public static JinjaString Capitalize(string text, Budget budget) =>
        Paid(text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant(), budget);

    /// <summary>Each word with a large letter first.</summary>
    public static JinjaString Title(string text, Budget budget)
    {
        budget.Make(text.Length);
        var title = string.Create(text.Length, text, (characters, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                characters[i] = i > 0 && char.IsLetter(from[i - 1]) ? char.ToLowerInvariant(from[i]) : char.ToUpperInvariant(from[i]);
            }
        });
        return new JinjaString(title);
    }

    /// <summary>Takes characters away at the ends: those given, or white space.</summary>
    public static JinjaString Strip(string text, string? characters, bool start, bool end, Budget budget)
    {
        if (characters is not null)
        {
            budget.Read(characters.Length);
            var set = SearchValues.Create(characters);
            var (first, last) = (text.AsSpan().IndexOfAnyExcept(set), text.AsSpan().LastIndexOfAnyExcept(set));
            if (first < 0) return JinjaString.Empty;
            return Paid(text[(start ? first : 0)..(end ? last + 1 : text.Length)], budget);
        }
        if (start) text = Whitespace.TrimStart(text);
        return Paid(end ? Whitespace.TrimEnd(text) : text, budget);
    }

    /// <summary>Puts a text in another's place, at most so often; an empty one stands between any two characters.</summary>
    public static JinjaString Replace(string text, string old, string replacement, long? count, Budget budget)
    {
        var left = count is null or < 0 ? long.MaxValue : count.Value;
        var output = new TextOutput(budget);
        if (old.Length == 0)
        {
            foreach (var character in CodePoints.Split(text))
            {
                if (left-- > 0) output.Write(replacement);
                output.Write(character);
            }
            if (left > 0) output.Write(replacement);
            return new JinjaString(output.ToString());
        }
        budget.Search(text.Length, old.Length);
        var from = 0;
        for (int at; left > 0 && (at = text.IndexOf(old, from, StringComparison.Ordinal)) >= 0; left--)
        {
            output.Write(text[from..at]);
            output.Write(replacement);
            from = at + old.Length;
        }
        output.Write(text[from..]);
        return new JinjaString(output.ToString());
    }

    /// <summary>Parts between separators, or between white space; at most so many cuts, from the left or the right.</summary>
    public static JinjaList Split(string text, string? separator, long? count, bool fromRight, Budget budget)
    {
        if (separator is "") throw new JinjaException("A text cannot be split at an empty separator");
        budget.Make(text.Length);
        budget.Search(text.Length, separator?.Length ?? 0);
        var cuts = count is null or < 0 ? int.MaxValue : (int)Math.Min(count.Value, int.MaxValue);
        var parts = separator is null ? Words(text, cuts, fromRight) : Parts(text, separator, cuts, fromRight);
        budget.Step(parts.Count);
        return new JinjaList(parts.ConvertAll<JinjaValue>(part => new JinjaString(part)));
    }

    private static List<string> Parts(string text, string separator, int cuts, bool fromRight)
    {
        if (!fromRight || cuts == int.MaxValue) return [.. text.Split(separator, cuts == int.MaxValue ? cuts : cuts + 1)];
        var parts = new List<string>();
        var end = text.Length;
        for (int at; parts.Count < cuts && (at = text.AsSpan(0, end).LastIndexOf(separator)) >= 0; end = at)
        {
            parts.Add(text[(at + separator.Length)..end]);
        }
        parts.Add(text[..end]);
        parts.Reverse();
        return parts;
    }

    private static List<string> Words(string text, int cuts, bool fromRight)
    {
        var words = new List<string>();
        var (start, end) = (0, text.Length);
        while (true)
        {
            while (start < end && Whitespace.Is(text[start])) start++;
            while (end > start && Whitespace.Is(text[end - 1])) end--;
            if (start == end) break;
            if (words.Count == cuts)
            {
                // What is left keeps the white space of its far side, as in Python.
                words.Add(fromRight ? text[..end] : text[start..]);
                break;
            }
            var at = fromRight ? end : start;
            while (fromRight ? at > start && !Whitespace.Is(text[at - 1]) : at < end && !Whitespace.Is(text[at])) at += fromRight ? -1 : 1;
            words.Add(fromRight ? text[at..end] : text[start..at]);
            (start, end) = fromRight ? (start, at) : (at, end);
        }
        if (fromRight) words.Reverse();
        return words;
    }

    private static JinjaString Paid(string text, Budget budget)
    {
        budget.Make(text.Length);
        return new JinjaString(text);
    }
}
