namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>What a function, filter or test is called with.</summary>
internal sealed class Arguments(Rendering rendering, IReadOnlyList<JinjaValue> positional, IReadOnlyDictionary<string, JinjaValue> named)
{
    public Rendering Rendering => rendering;

    public Budget Budget => rendering.Budget;

    public IReadOnlyList<JinjaValue> Positional => positional;

    public IReadOnlyDictionary<string, JinjaValue> Named => named;

    /// <summary>The body of a <c>call</c> block, for the macro that it calls.</summary>
    public JinjaCallable? Caller { get; init; }

    /// <summary>These without the first, for a filter that takes another's name.</summary>
    public Arguments Rest(int skip) => new(rendering, [.. positional.Skip(skip)], named);

    /// <summary>An argument by its place or name, or null.</summary>
    public JinjaValue? Find(int index, string name) =>
        index >= 0 && index < positional.Count ? positional[index] : named.TryGetValue(name, out var value) ? value : null;

    public JinjaValue Required(int index, string name) =>
        Find(index, name) ?? throw new JinjaException($"The argument '{name}' is missing");

    public string Text(int index, string name) =>
        Required(index, name) is JinjaString text ? text.Text : throw Wrong(Required(index, name), name, "a string");

    public string? TextOrNull(int index, string name) => Find(index, name) switch
    {
        null or JinjaNone => null,
        JinjaString text => text.Text,
        var other => throw Wrong(other, name, "a string"),
    };

    public long? IntegerOrNull(int index, string name) => Find(index, name) switch
    {
        null or JinjaNone => null,
        var value when Numbers.TryInteger(value, out var integer) => integer,
        var other => throw Wrong(other, name, "an integer"),
    };

    public bool Flag(int index, string name) => Find(index, name)?.IsTrue ?? false;

    private static JinjaException Wrong(JinjaValue value, string name, string wanted) =>
        new($"The argument '{name}' is {value.Kind}, and should be {wanted}");
}
