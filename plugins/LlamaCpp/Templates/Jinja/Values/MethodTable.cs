namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>The methods of one kind of value.</summary>
internal sealed class MethodTable<T>(Dictionary<string, Func<T, Arguments, JinjaValue>> methods)
    where T : JinjaValue
{
    /// <summary><c>value.name</c>, ready to be called; undefined where there is no such method.</summary>
    public JinjaValue Bind(T value, string name) =>
        methods.TryGetValue(name, out var body) ? new BuiltinFunction(arguments => body(value, arguments)) : JinjaUndefined.Value;
}
