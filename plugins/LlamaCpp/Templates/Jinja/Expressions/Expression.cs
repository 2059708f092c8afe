using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary>A part of a template that has a value.</summary>
internal abstract class Expression(int position)
{
    /// <summary>Where it stands in the source.</summary>
    public int Position => position;

    public JinjaValue Evaluate(Scope scope)
    {
        scope.Budget.Enter();
        var value = Compute(scope);
        scope.Budget.Leave();
        return value;
    }

    protected abstract JinjaValue Compute(Scope scope);

    /// <summary>Says that what fails now fails here.</summary>
    protected void Mark(Scope scope) => scope.Rendering.Position = position;
}
