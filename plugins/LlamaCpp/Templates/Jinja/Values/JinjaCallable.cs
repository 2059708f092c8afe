namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>What can be called.</summary>
internal abstract class JinjaCallable : JinjaValue
{
    public override string Kind => "a function";

    public abstract JinjaValue Call(Arguments arguments);
}
