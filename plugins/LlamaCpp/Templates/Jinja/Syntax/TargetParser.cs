using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Reads the names that get a value: of <c>set</c>, <c>for</c> and <c>with</c>, and a macro's parameters.</summary>
internal sealed class TargetParser(TokenReader tokens, ExpressionParser expressions)
{
    private const int MaxParameters = 100;

    /// <summary>What is assigned to: a name, several, or a name of a namespace.</summary>
    public Target Parse(bool members, bool single = false)
    {
        tokens.Enter();
        var at = tokens.Current.Position;
        var targets = new List<Target> { ParseOneTarget(members) };
        var isTuple = false;
        while (!single && tokens.TrySymbol(","))
        {
            isTuple = true;
            var isTarget = (tokens.Current.Kind == TokenKind.Name && !tokens.Current.IsName("in")) || tokens.Current.IsSymbol("(");
            if (isTarget) targets.Add(ParseOneTarget(members));
        }
        tokens.Leave();
        return isTuple ? new TupleTarget(targets, at) : targets[0];
    }

    /// <summary><c>(a, b=1)</c> of a macro.</summary>
    public List<(string Name, Expression? Default)> ParseParameters()
    {
        var parameters = new List<(string Name, Expression? Default)>();
        tokens.ExpectSymbol("(");
        while (!tokens.TrySymbol(")"))
        {
            if (parameters.Count > 0) tokens.ExpectSymbol(",");
            if (parameters.Count == MaxParameters) throw tokens.Fail("A macro has too many parameters", tokens.Current);
            if (tokens.TrySymbol(")")) break;
            var name = tokens.Expect(TokenKind.Name);
            var isTwice = parameters.Exists(parameter => parameter.Name == name.Text);
            if (isTwice) throw tokens.Fail($"The parameter '{name.Text}' is there twice", name);
            var fallback = tokens.TrySymbol("=") ? expressions.Parse() : null;
            var needsDefault = fallback is null && parameters is [.., { Default: not null }];
            if (needsDefault) throw tokens.Fail($"The parameter '{name.Text}' needs a default as well", name);
            parameters.Add((name.Text, fallback));
        }
        return parameters;
    }

    private Target ParseOneTarget(bool members)
    {
        if (tokens.TrySymbol("("))
        {
            var inside = Parse(members);
            tokens.ExpectSymbol(")");
            return inside;
        }
        var name = tokens.Expect(TokenKind.Name);
        if (IsConstant(name.Text)) throw tokens.Fail($"'{name.Text}' cannot be assigned to", name);
        if (!members || !tokens.TrySymbol(".")) return new NameTarget(name.Text);
        return new MemberTarget(new Name(name.Text, name.Position), tokens.Expect(TokenKind.Name).Text, name.Position);
    }

    private static bool IsConstant(string name) => name is "true" or "false" or "none" or "True" or "False" or "None";
}
