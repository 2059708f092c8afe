namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary><c>true</c> or <c>false</c>. Counts as 1 or 0 beside a number.</summary>
internal sealed class JinjaBoolean : JinjaValue
{
    private readonly bool _value;

    private JinjaBoolean(bool value) => _value = value;

    public static JinjaBoolean True { get; } = new(true);

    public static JinjaBoolean False { get; } = new(false);

    public override string Kind => "a boolean";

    public override bool IsTrue => _value;

    public static JinjaBoolean Of(bool value) => value ? True : False;

    public override string ToString() => _value ? "true" : "false";
}
