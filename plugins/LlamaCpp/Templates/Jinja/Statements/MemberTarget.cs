using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>namespace.name</c>.</summary>
internal sealed class MemberTarget(Expression target, string name, int position) : Target
{
    public override void Assign(Scope scope, JinjaValue value)
    {
        var holder = target.Evaluate(scope);
        scope.Rendering.Position = position;
        if (holder is not JinjaNamespace names)
        {
            throw new JinjaException($"A name of {holder.Kind} cannot be set: only those of a namespace can");
        }
        names.Names[name] = value;
    }
}
