using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>A variable of the innermost scope.</summary>
internal sealed class NameTarget(string name) : Target
{
    public override void Assign(Scope scope, JinjaValue value) => scope[name] = value;
}
