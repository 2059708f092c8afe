namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>What a name without a value is. Prints as nothing and holds nothing.</summary>
internal sealed class JinjaUndefined : JinjaValue
{
    private JinjaUndefined() { }

    public static JinjaUndefined Value { get; } = new();

    public override string Kind => "an undefined value";

    public override bool IsTrue => false;

    public override JinjaValue Lookup(JinjaValue key, Budget budget) =>
        key is JinjaString ? this : throw new JinjaException($"{key.Kind} cannot be looked up in an undefined value");

    public override IReadOnlyList<JinjaValue> Items(Budget budget) => [];
}
