namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary><c>none</c>, and JSON's <c>null</c>.</summary>
internal sealed class JinjaNone : JinjaValue
{
    private JinjaNone() { }

    public static JinjaNone Value { get; } = new();

    public override string Kind => "none";

    public override bool IsTrue => false;
}
