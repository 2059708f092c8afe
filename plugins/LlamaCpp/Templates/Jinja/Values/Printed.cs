namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>How values look in the output: as <c>@huggingface/jinja</c> prints them, lists and mappings as JSON, none as nothing.</summary>
internal static class Printed
{
    /// <summary>A value where it is printed.</summary>
    public static string Text(JinjaValue value, Budget budget)
    {
        switch (value)
        {
            case JinjaString text: return text.Text;
            case JinjaNone or JinjaUndefined: return "";
            case JinjaInteger or JinjaFloat or JinjaBoolean: return value.ToString()!;
            case JinjaList or JinjaMapping or JinjaNamespace: return JsonText.Of(value, JsonLayout.Printed, budget);
            default: throw new JinjaException($"{value.Kind} cannot be printed");
        }
    }

    /// <summary>A value that is made a text by name, with <c>~</c> or <c>string</c>: here none has a word.</summary>
    public static string Spelled(JinjaValue value, Budget budget) => value is JinjaNone ? "None" : Text(value, budget);
}
