using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>a ~ b ~ c</c>: texts of any values, one after another.</summary>
internal sealed class Concatenation(IReadOnlyList<Expression> parts, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var texts = new string[parts.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var value = parts[i].Evaluate(scope);
            Mark(scope);
            texts[i] = Printed.Spelled(value, scope.Budget);
        }
        scope.Budget.Make(texts.Sum(text => (long)text.Length));
        return new JinjaString(string.Concat(texts));
    }
}
