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
        ["split"] = (text, a) => TextChange.Split(text.Text, a.TextOrNull(0, "sep"), a.IntegerOrNull(1, "maxsplit"), fromRight: false, a.Budget),
        ["rsplit"] = (text, a) => TextChange.Split(text.Text, a.TextOrNull(0, "sep"), a.IntegerOrNull(1, "maxsplit"), fromRight: true, a.Budget),
        ["splitlines"] = SplitLines,
        ["replace"] = (text, a) => TextChange.Replace(text.Text, a.Text(0, "old"), a.Text(1, "new"), a.IntegerOrNull(2, "count"), a.Budget),
        ["startswith"] = (text, a) => JinjaBoolean.Of(Affixes(a).Any(affix => text.Text.StartsWith(affix, StringComparison.Ordinal))),
        ["endswith"] = (text, a) => JinjaBoolean.Of(Affixes(a).Any(affix => text.Text.EndsWith(affix, StringComparison.Ordinal))),
        ["removeprefix"] = (text, a) => Part(text, text.Text.StartsWith(a.Text(0, "prefix"), StringComparison.Ordinal) ? a.Text(0, "prefix").Length : 0, 0, a),
        ["removesuffix"] = (text, a) => Part(text, 0, text.Text.EndsWith(a.Text(0, "suffix"), StringComparison.Ordinal) ? a.Text(0, "suffix").Length : 0, a),
        ["find"] = (text, a) => Find(text.Text, text.Text.IndexOf(a.Text(0, "sub"), StringComparison.Ordinal), a),
        ["rfind"] = (text, a) => Find(text.Text, text.Text.LastIndexOf(a.Text(0, "sub"), StringComparison.Ordinal), a),
        ["count"] = Count,
        ["join"] = (text, a) => SequenceFilters.Join(a.Required(0, "iterable"), text.Text, a.Budget),
        ["format"] = (text, a) => new JinjaString(TextFormat.Braces(text.Text, a)),
        ["isdigit"] = (text, a) => All(text, char.IsDigit, a),
        ["isalpha"] = (text, a) => All(text, char.IsLetter, a),
        ["isalnum"] = (text, a) => All(text, char.IsLetterOrDigit, a),
        ["isspace"] = (text, a) => All(text, Whitespace.Is, a),
    });

    private static JinjaString Part(JinjaString text, int fromStart, int fromEnd, Arguments arguments)
    {
        arguments.Budget.Make(text.Text.Length);
        return new JinjaString(text.Text[fromStart..^fromEnd]);
    }

    private static JinjaInteger Find(string text, int at, Arguments arguments)
    {
        arguments.Budget.Read(text.Length);
        return JinjaInteger.Of(at < 0 ? -1 : CodePoints.Count(text[..at]));
    }

    private static JinjaInteger Count(JinjaString text, Arguments arguments)
    {
        arguments.Budget.Read(text.Text.Length);
        var part = arguments.Text(0, "sub");
        return JinjaInteger.Of(part.Length == 0 ? CodePoints.Count(text.Text) + 1 : text.Text.AsSpan().Count(part));
    }

    private static JinjaBoolean All(JinjaString text, Func<char, bool> test, Arguments arguments)
    {
        arguments.Budget.Read(text.Text.Length);
        return JinjaBoolean.Of(text.Text.Length > 0 && text.Text.All(test));
    }

    private static IEnumerable<string> Affixes(Arguments arguments) => arguments.Required(0, "affix") switch
    {
        JinjaString text => [text.Text],
        JinjaList list => list.Values.Select(item =>
            item is JinjaString text ? text.Text : throw new JinjaException($"A text cannot begin or end with {item.Kind}")),
        var other => throw new JinjaException($"A text cannot begin or end with {other.Kind}"),
    };

    private static JinjaList SplitLines(JinjaString text, Arguments arguments)
    {
        arguments.Budget.Make(text.Text.Length);
        var lines = text.Text.ReplaceLineEndings("\n").Split('\n').ToList();
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        arguments.Budget.Step(lines.Count);
        return new JinjaList(lines.ConvertAll<JinjaValue>(line => new JinjaString(line)));
    }
}
