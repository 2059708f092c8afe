using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>for</c>, with its condition, its <c>else</c> and recursion. Each turn has a scope of its own.</summary>
internal sealed class ForStatement(
    Target target, Expression iterable, Expression? condition, Block body, Block? otherwise, bool isRecursive) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        Run(iterable.Evaluate(scope), scope, output, depth: 0);
        return Flow.Next;
    }

    private void Run(JinjaValue value, Scope scope, TextOutput output, int depth)
    {
        scope.Rendering.Position = iterable.Position;
        var items = value.Items(scope.Budget) ?? throw new JinjaException($"There is nothing to loop over in {value.Kind}");
        var chosen = Choose(items, scope);
        var loop = new LoopState(chosen, depth, isRecursive ? inner => Recurse(inner, scope, depth) : null);
        while (loop.MoveNext())
        {
            var turn = scope.Inner();
            turn["loop"] = loop;
            target.Assign(turn, loop.Current);
            if (body.Execute(turn, output) == Flow.Break) break;
        }
        if (chosen.Length == 0) otherwise?.Execute(scope, output);
    }

    // A copy, as the body may add to the list.
    private JinjaValue[] Choose(IReadOnlyList<JinjaValue> items, Scope scope)
    {
        scope.Budget.Step(items.Count);
        if (condition is null) return [.. items];
        var chosen = new List<JinjaValue>();
        foreach (var item in items)
        {
            var turn = scope.Inner();
            target.Assign(turn, item);
            if (condition.Evaluate(turn).IsTrue) chosen.Add(item);
        }
        return [.. chosen];
    }

    private JinjaString Recurse(JinjaValue value, Scope scope, int depth)
    {
        scope.Budget.Enter();
        var output = new TextOutput(scope.Budget);
        Run(value, scope, output, depth + 1);
        scope.Budget.Leave();
        return new JinjaString(output.ToString());
    }
}
