namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>How JSON is laid out, with the defaults of Python's <c>json.dumps</c> as transformers calls it.</summary>
internal sealed record JsonLayout
{
    public static JsonLayout Default { get; } = new();

    /// <summary>For a list or mapping that is printed as it is, where an undefined value shows.</summary>
    public static JsonLayout Printed { get; } = new() { Undefined = "undefined" };

    /// <summary>Spaces a level; 0 keeps it on one line.</summary>
    public int Indent { get; init; }

    public string? ItemSeparator { get; init; }

    public string KeySeparator { get; init; } = ": ";

    public bool Ascii { get; init; }

    public bool SortKeys { get; init; }

    public string Undefined { get; init; } = "null";

    public string BetweenItems => ItemSeparator ?? (Indent > 0 ? "," : ", ");
}
