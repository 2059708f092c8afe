using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Methods of a text.</summary>
internal static class StringMethods
{
    public static MethodTable<JinjaString> Table { get; } = new(new()
    {
        ["upper"] = (text, a) => TextChange.Upper(text.Text, a.Budget),
        ["lower"] = (text, a) => TextChange.Lower(text.Text, a.Budget),
        ["title"] = (text, a) => TextChange.Title(text.Text, a.Budget),
        ["capitalize"] = (text, a) => TextChange.Capitalize(text.Text, a.Budget),
        ["strip"] = (text, a) => TextChange.Strip(text.Text, a.TextOrNull(0, "chars"), start: true, end: true, a.Budget),
        ["lstrip"] = (text, a) => TextChange.Strip(text.Text, a.TextOrNull(0, "chars"), start: true, end: false, a.Budget),
        ["rstrip"] = (text, a) => TextChange.Strip(text.Text, a.TextOrNull(0, "chars"), start: false, end: true, a.Budget),
        ["split"] = (text, a) => Split(text, a, fromRight: false),
        ["rsplit"] = (text, a) => Split(text, a, fromRight: true),
        ["splitlines"] = SplitLines,
        ["replace"] = (text, a) => TextChange.Replace(text.Text, a.Text(0, "old"), a.Text(1, "new"), a.IntegerOrNull(2, "count"), a.Budget),
        ["startswith"] = (text, a) => JinjaBoolean.Of(Affixes(text, a).Any(affix => text.Text.StartsWith(affix, StringComparison.Ordinal))),
        ["endswith"] = (text, a) => JinjaBoolean.Of(Affixes(text, a).Any(affix => text.Text.EndsWith(affix, StringComparison.Ordinal))),
        ["removeprefix"] = RemovePrefix,
        ["removesuffix"] = RemoveSuffix,
        ["find"] = (text, a) => Find(text.Text, a, fromEnd: false),
        ["rfind"] = (text, a) => Find(text.Text, a, fromEnd: true),
        ["count"] = Count,
        ["join"] = (text, a) => SequenceFilters.Join(a.Required(0, "iterable"), text.Text, a.Budget),
        ["format"] = (text, a) => new JinjaString(TextFormat.Braces(text.Text, a)),
        ["isdigit"] = (text, a) => All(text, char.IsDigit, a),
        ["isalpha"] = (text, a) => All(text, char.IsLetter, a),
        ["isalnum"] = (text, a) => All(text, char.IsLetterOrDigit, a),
        ["isspace"] = (text, a) => All(text, Whitespace.Is, a),
    });

    private static JinjaList Split(JinjaString text, Arguments arguments, bool fromRight) =>
        TextChange.Split(text.Text, arguments.TextOrNull(0, "sep"), arguments.IntegerOrNull(1, "maxsplit"), fromRight, arguments.Budget);

    private static JinjaString RemovePrefix(JinjaString text, Arguments arguments)
    {
        var prefix = arguments.Text(0, "prefix");
        arguments.Budget.Make(text.Text.Length);
        return text.Text.StartsWith(prefix, StringComparison.Ordinal) ? new JinjaString(text.Text[prefix.Length..]) : text;
    }

    private static JinjaString RemoveSuffix(JinjaString text, Arguments arguments)
    {
        var suffix = arguments.Text(0, "suffix");
        arguments.Budget.Make(text.Text.Length);
        return text.Text.EndsWith(suffix, StringComparison.Ordinal) ? new JinjaString(text.Text[..^suffix.Length]) : text;
    }

    private static JinjaInteger Find(string text, Arguments arguments, bool fromEnd)
    {
        var part = arguments.Text(0, "sub");
        arguments.Budget.Search(text.Length, part.Length);
        var at = fromEnd ? text.LastIndexOf(part, StringComparison.Ordinal) : text.IndexOf(part, StringComparison.Ordinal);
        return JinjaInteger.Of(at < 0 ? -1 : CodePoints.Count(text[..at]));
    }

    private static JinjaInteger Count(JinjaString text, Arguments arguments)
    {
        var part = arguments.Text(0, "sub");
        arguments.Budget.Search(text.Text.Length, part.Length);
        return JinjaInteger.Of(part.Length == 0 ? CodePoints.Count(text.Text) + 1 : text.Text.AsSpan().Count(part));
    }

    private static JinjaBoolean All(JinjaString text, Func<char, bool> test, Arguments arguments)
    {
        arguments.Budget.Read(text.Text.Length);
        return JinjaBoolean.Of(text.Text.Length > 0 && text.Text.All(test));
    }

    private static IEnumerable<string> Affixes(JinjaString text, Arguments arguments)
    {
        var given = arguments.Required(0, "affix");
        foreach (var value in given is JinjaList list ? list.Values : [given])
        {
            if (value is not JinjaString affix) throw new JinjaException($"A text cannot begin or end with {value.Kind}");
            arguments.Budget.Read(Math.Min(affix.Text.Length, text.Text.Length));
            yield return affix.Text;
        }
    }

    private static JinjaList SplitLines(JinjaString text, Arguments arguments)
    {
        arguments.Budget.Make(text.Text.Length);
        var lines = text.Text.ReplaceLineEndings("\n").Split('\n').ToList();
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        arguments.Budget.Step(lines.Count);
        return new JinjaList(lines.ConvertAll<JinjaValue>(line => new JinjaString(line)));
    }
}
