using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>function(arguments)</c>.</summary>
internal sealed class Call(Expression function, ArgumentList arguments, int position) : Expression(position)
{
    /// <summary>Calls with the body of a <c>call</c> block, which the macro has as <c>caller</c>.</summary>
    public JinjaValue Evaluate(Scope scope, JinjaCallable? caller)
    {
        var values = arguments.Evaluate(scope, caller);
        var callee = function is Member member ? member.Callee(scope) : function.Evaluate(scope);
        Mark(scope);
        return callee is JinjaCallable callable
            ? callable.Call(values)
            : throw new JinjaException($"{callee.Kind} cannot be called{Named()}");
    }

    protected override JinjaValue Compute(Scope scope) => Evaluate(scope, null);

    private string Named() => function switch
    {
        Name name => $": '{name.Text}'",
        Member member => $": '{member.Name}'",
        _ => "",
    };
}
