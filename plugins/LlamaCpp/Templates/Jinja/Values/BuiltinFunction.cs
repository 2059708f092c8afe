namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A function that comes with the language.</summary>
internal sealed class BuiltinFunction(Func<Arguments, JinjaValue> body) : JinjaCallable
{
    public override JinjaValue Call(Arguments arguments) => body(arguments);
}
