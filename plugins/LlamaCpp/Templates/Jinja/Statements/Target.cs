using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>What is assigned to.</summary>
internal abstract class Target
{
    public abstract void Assign(Scope scope, JinjaValue value);
}
