using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Filters for texts.</summary>
internal static class TextFilters
{
    public static Dictionary<string, Func<JinjaValue, Arguments, JinjaValue>> All { get; } = new()
    {
        ["upper"] = (value, a) => TextChange.Upper(Text(value, a), a.Budget),
        ["lower"] = (value, a) => TextChange.Lower(Text(value, a), a.Budget),
        ["title"] = (value, a) => TextChange.Title(Text(value, a), a.Budget),
        ["capitalize"] = (value, a) => TextChange.Capitalize(Text(value, a), a.Budget),
        ["trim"] = (value, a) => TextChange.Strip(Content(value, a), a.TextOrNull(0, "chars"), start: true, end: true, a.Budget),
        ["replace"] = (value, a) =>
            TextChange.Replace(Text(value, a), a.Text(0, "old"), a.Text(1, "new"), a.IntegerOrNull(2, "count"), a.Budget),
        ["indent"] = Indent,
        ["format"] = (value, a) => TextFormat.Percent(Text(value, a), a.Positional, a.Budget),
        ["wordcount"] = (value, a) =>
            JinjaInteger.Of(TextChange.Split(Text(value, a), null, null, fromRight: false, a.Budget).Values.Count),
        ["truncate"] = Truncate,
        ["escape"] = Escape,
        ["e"] = Escape,
    };

    // None is refused, as Python would put the word into the prompt: where it comes in place of a text, a text is missing.
    private static string Text(JinjaValue value, Arguments arguments) => value is JinjaString text ? text.Text
        : value is not JinjaNone ? Printed.Text(value, arguments.Budget)
        : throw new JinjaException("none is no text");

    // What is trimmed is a message: a list of parts is refused by a template that takes texts, rather than printed into the prompt.
    private static string Content(JinjaValue value, Arguments arguments) =>
        value is JinjaList or JinjaMapping ? throw new JinjaException($"{value.Kind} is no text") : Text(value, arguments);

    private static JinjaString Indent(JinjaValue value, Arguments arguments)
    {
        var indent = arguments.Find(0, "width") is JinjaString text ? text.Text
            : new string(' ', (int)Math.Clamp(arguments.IntegerOrNull(0, "width") ?? 4, 0, 1024));
        var (first, blank) = (arguments.Flag(1, "first"), arguments.Flag(2, "blank"));
        var output = new TextOutput(arguments.Budget);
        var isFirst = true;
        foreach (var line in Text(value, arguments).Split('\n'))
        {
            if (!isFirst) output.Write('\n');
            if (isFirst ? first : blank || line.Length > 0) output.Write(indent);
            output.Write(line);
            isFirst = false;
        }
        return new JinjaString(output.ToString());
    }

    private static JinjaString Truncate(JinjaValue value, Arguments arguments)
    {
        var characters = CodePoints.Split(Text(value, arguments));
        arguments.Budget.Make(characters.Count);
        var length = (int)Math.Clamp(arguments.IntegerOrNull(0, "length") ?? 255, 0, int.MaxValue - 64);
        var leeway = (int)Math.Clamp(arguments.IntegerOrNull(3, "leeway") ?? 5, 0, 64);
        if (characters.Count <= length + leeway) return new JinjaString(string.Concat(characters));
        var end = arguments.TextOrNull(2, "end") ?? "...";
        var kept = string.Concat(characters.Take(Math.Max(0, length - CodePoints.Count(end))));
        if (!arguments.Flag(1, "killwords") && kept.LastIndexOf(' ') is >= 0 and var blank) kept = kept[..blank];
        return new JinjaString(kept + end);
    }

    private static JinjaString Escape(JinjaValue value, Arguments arguments)
    {
        var text = Text(value, arguments);
        foreach (var (from, to) in new[] { ("&", "&amp;"), (">", "&gt;"), ("<", "&lt;"), ("'", "&#39;"), ("\"", "&#34;") })
        {
            text = TextChange.Replace(text, from, to, null, arguments.Budget).Text;
        }
        return new JinjaString(text);
    }
}
