using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary>The arguments as a call, filter or test writes them.</summary>
internal sealed class ArgumentList(
    IReadOnlyList<(Expression Value, bool IsSpread)> positional, IReadOnlyList<(string? Name, Expression Value)> named)
{
    public static ArgumentList Empty { get; } = new([], []);

    /// <summary>Evaluates them; a name that is null spreads a mapping.</summary>
    public Arguments Evaluate(Scope scope, JinjaCallable? caller = null)
    {
        if (positional.Count == 0 && named.Count == 0 && caller is null) return new Arguments(scope.Rendering, [], NoNames);
        var values = new List<JinjaValue>(positional.Count);
        foreach (var (expression, isSpread) in positional)
        {
            var value = expression.Evaluate(scope);
            if (!isSpread)
            {
                values.Add(value);
                continue;
            }
            var items = value.Items(scope.Budget) ?? throw new JinjaException($"{value.Kind} cannot be spread into arguments");
            scope.Budget.Step(items.Count);
            values.AddRange(items);
        }
        return new Arguments(scope.Rendering, values, Named(scope)) { Caller = caller };
    }

    private static readonly Dictionary<string, JinjaValue> NoNames = [];

    private Dictionary<string, JinjaValue> Named(Scope scope)
    {
        if (named.Count == 0) return NoNames;
        var values = new Dictionary<string, JinjaValue>();
        foreach (var (name, expression) in named)
        {
            var value = expression.Evaluate(scope);
            if (name is not null)
            {
                Add(values, name, value);
                continue;
            }
            if (value is not JinjaMapping mapping) throw new JinjaException($"{value.Kind} cannot be spread into named arguments");
            foreach (var (key, item) in mapping.Entries)
            {
                if (key is not JinjaString argument) throw new JinjaException($"{key.Kind} is no name of an argument");
                scope.Budget.Read(argument.Text.Length);
                Add(values, argument.Text, item);
            }
        }
        return values;
    }

    private static void Add(Dictionary<string, JinjaValue> values, string name, JinjaValue value)
    {
        if (!values.TryAdd(name, value)) throw new JinjaException($"The argument '{name}' is given twice");
    }
}
