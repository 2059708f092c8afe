using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>value is test</c>, <c>value is not test(arguments)</c>.</summary>
internal sealed class Test(Expression operand, string name, ArgumentList arguments, bool isNegated, int position) : Expression(position)
{
    private readonly Func<JinjaValue, Arguments, bool>? _test = Builtins.Tests.Find(name);

    protected override JinjaValue Compute(Scope scope)
    {
        var value = operand.Evaluate(scope);
        var values = arguments.Evaluate(scope);
        Mark(scope);
        if (_test is null) throw new JinjaException($"There is no test '{name}'");
        return JinjaBoolean.Of(_test(value, values) != isNegated);
    }
}
