using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>a, b</c>: a value for each.</summary>
internal sealed class TupleTarget(IReadOnlyList<Target> parts, int position) : Target
{
    public override void Assign(Scope scope, JinjaValue value)
    {
        scope.Budget.Enter();
        scope.Rendering.Position = position;
        var items = value.Items(scope.Budget) ?? throw new JinjaException($"{value.Kind} cannot be taken apart");
        if (items.Count != parts.Count) throw new JinjaException($"{items.Count} values cannot be taken apart into {parts.Count}");
        for (var i = 0; i < parts.Count; i++) parts[i].Assign(scope, items[i]);
        scope.Budget.Leave();
    }
}
