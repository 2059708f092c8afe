using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary>A variable, or a function that comes with the language.</summary>
internal sealed class Name(string name, int position) : Expression(position)
{
    public string Text => name;

    protected override JinjaValue Compute(Scope scope) => scope.Find(name) ?? Globals.Find(name) ?? JinjaUndefined.Value;
}
