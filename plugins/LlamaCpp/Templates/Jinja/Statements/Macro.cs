using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>A macro that can be called. It sees the names around its definition, not those around its call.</summary>
internal sealed class Macro(MacroDefinition definition, Scope around) : JinjaCallable
{
    public override string Kind => "a macro";

    public override JinjaValue Member(string name) =>
        name == "name" && definition.Name is not null ? new JinjaString(definition.Name) : JinjaUndefined.Value;

    public override JinjaValue Call(Arguments arguments)
    {
        around.Budget.Enter();
        var scope = around.Inner();
        Bind(arguments, scope);
        if (arguments.Caller is not null) scope["caller"] = arguments.Caller;
        var text = definition.Body.Render(scope);
        around.Budget.Leave();
        return new JinjaString(text);
    }

    private void Bind(Arguments arguments, Scope scope)
    {
        var parameters = definition.Parameters;
        scope.Budget.Step((parameters.Count + 1L) * (arguments.Named.Count + 1));
        var used = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (i >= arguments.Positional.Count && arguments.Named.ContainsKey(parameters[i].Name)) used++;
            scope[parameters[i].Name] = arguments.Find(i, parameters[i].Name) ?? JinjaUndefined.Value;
        }
        Rest(arguments, scope, used);
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, fallback) = parameters[i];
            if (fallback is not null && arguments.Find(i, name) is null) scope[name] = fallback.Evaluate(scope);
        }
    }

    /// <summary>Arguments that are no parameter's.</summary>
    private void Rest(Arguments arguments, Scope scope, int namesUsed)
    {
        var parameters = definition.Parameters;
        var shown = definition.Name is null ? "The body of a call block" : $"The macro '{definition.Name}'";
        if (arguments.Positional.Count > parameters.Count && !definition.TakesMore)
        {
            throw new JinjaException($"{shown} takes at most {parameters.Count} arguments, and has {arguments.Positional.Count}");
        }
        if (arguments.Named.Count > namesUsed && !definition.TakesNames)
        {
            var names = arguments.Named.Keys.Except(parameters.Skip(arguments.Positional.Count).Select(parameter => parameter.Name));
            throw new JinjaException($"{shown} takes no argument '{names.First()}'");
        }
        if (definition.TakesMore) scope["varargs"] = new JinjaList(arguments.Positional.Skip(parameters.Count));
        if (!definition.TakesNames) return;
        var rest = new JinjaMapping();
        foreach (var (name, value) in arguments.Named)
        {
            if (parameters.All(parameter => parameter.Name != name)) rest[name] = value;
        }
        scope["kwargs"] = rest;
    }
}
