using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A text. Its items are characters as Unicode counts them, never half of one.</summary>
internal sealed class JinjaString(string text) : JinjaValue
{
    private int _length = -1;

    public static JinjaString Empty { get; } = new("");

    public string Text { get; } = text;

    /// <summary>How many characters it has.</summary>
    public int Length => _length < 0 ? _length = CodePoints.Count(Text) : _length;

    public override string Kind => "a string";

    public override bool IsTrue => Text.Length > 0;

    public override JinjaValue Member(string name) =>
        name == "length" ? JinjaInteger.Of(Length) : StringMethods.Table.Bind(this, name);

    public override JinjaValue Lookup(JinjaValue key, Budget budget)
    {
        if (key is JinjaString name) return Member(name.Text);
        if (key is not JinjaInteger { Value: var index }) return JinjaUndefined.Value;
        budget.Read(Text.Length);
        return CodePoints.At(Text, index) is { } character ? new JinjaString(character) : JinjaUndefined.Value;
    }

    public override IReadOnlyList<JinjaValue> Items(Budget budget)
    {
        budget.Make(Text.Length);
        return CodePoints.Split(Text).ConvertAll<JinjaValue>(character => new JinjaString(character));
    }

    public override string ToString() => Text;
}
