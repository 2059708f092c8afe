using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Reads what operators stand between: literals, names and brackets, with the members, subscripts and calls after them.</summary>
internal sealed class OperandParser(TokenReader tokens, ExpressionParser expressions)
{
    public Expression Parse() => ParsePostfix(ParsePrimary());

    private Expression ParsePostfix(Expression operand)
    {
        while (true)
        {
            var at = tokens.Current.Position;
            if (tokens.TrySymbol(".")) operand = ParseMember(operand, at);
            else if (tokens.TrySymbol("[")) operand = ParseSubscript(operand, at);
            else if (tokens.Current.IsSymbol("(")) operand = new Call(operand, ParseArguments(), at);
            else return operand;
        }
    }

    private Expression ParseMember(Expression operand, int at)
    {
        if (tokens.Current is { Kind: TokenKind.Number, Number: JinjaInteger index })
        {
            return new Subscript(operand, new Literal(index, tokens.Take().Position), at);
        }
        return new Member(operand, tokens.Expect(TokenKind.Name).Text, at);
    }

    private Expression ParseSubscript(Expression operand, int at)
    {
        var bounds = new Expression?[3];
        var colons = 0;
        if (tokens.Current.IsSymbol("]")) throw tokens.Unexpected(": a key or a slice should be there");
        while (!tokens.TrySymbol("]"))
        {
            if (tokens.TrySymbol(":") && ++colons > 2) throw tokens.Unexpected();
            if (!tokens.Current.IsSymbol(":") && !tokens.Current.IsSymbol("]"))
            {
                if (bounds[colons] is not null) throw tokens.Unexpected();
                bounds[colons] = expressions.Parse();
            }
        }
        if (colons > 0) return new Slice(operand, bounds[0], bounds[1], bounds[2], at);
        return new Subscript(operand, bounds[0]!, at);
    }

    /// <summary><c>(a, *b, c=d, **e)</c> of a call, filter or test.</summary>
    public ArgumentList ParseArguments()
    {
        var positional = new List<(Expression, bool)>();
        var named = new List<(string?, Expression)>();
        tokens.ExpectSymbol("(");
        for (var isFirst = true; !tokens.TrySymbol(")"); isFirst = false)
        {
            if (!isFirst) tokens.ExpectSymbol(",");
            if (!isFirst && tokens.TrySymbol(")")) break;
            if (tokens.TrySymbol("**")) named.Add((null, expressions.Parse()));
            else if (tokens.TrySymbol("*")) positional.Add((expressions.Parse(), true));
            else if (TryArgumentName() is { } name) named.Add((name, expressions.Parse()));
            else if (named.Count > 0) throw tokens.Unexpected(": arguments without a name come before those with one");
            else positional.Add((expressions.Parse(), false));
        }
        return new ArgumentList(positional, named);
    }

    private string? TryArgumentName()
    {
        if (tokens.Current.Kind != TokenKind.Name || !tokens.Next.IsSymbol("=")) return null;
        var name = tokens.Take().Text;
        tokens.ExpectSymbol("=");
        return name;
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                return Constant(token.Text) is { } constant ? new Literal(constant, token.Position) : new Name(token.Text, token.Position);
            case TokenKind.Number:
                tokens.Take();
                return new Literal(token.Number!, token.Position);
            case TokenKind.String:
                var parts = new List<string>();
                while (tokens.Current.Kind == TokenKind.String) parts.Add(tokens.Take().Text);
                return new Literal(new JinjaString(string.Concat(parts)), token.Position);
            case TokenKind.Symbol when token.Text == "(": return ParseGroup();
            case TokenKind.Symbol when token.Text == "[": return ParseList();
            case TokenKind.Symbol when token.Text == "{": return ParseMapping();
            default: throw tokens.Unexpected();
        }
    }

    private static JinjaValue? Constant(string name) => name switch
    {
        "true" or "True" => JinjaBoolean.True,
        "false" or "False" => JinjaBoolean.False,
        "none" or "None" => JinjaNone.Value,
        _ => null,
    };

    private Expression ParseGroup()
    {
        var at = tokens.Take().Position;
        if (tokens.TrySymbol(")")) return new ListLiteral([], at);
        var inside = expressions.ParseTuple();
        tokens.ExpectSymbol(")");
        return inside;
    }

    private ListLiteral ParseList()
    {
        var at = tokens.Take().Position;
        var items = new List<Expression>();
        while (!tokens.TrySymbol("]"))
        {
            if (items.Count > 0) tokens.ExpectSymbol(",");
            if (tokens.TrySymbol("]")) break;
            items.Add(expressions.Parse());
        }
        return new ListLiteral(items, at);
    }

    private MappingLiteral ParseMapping()
    {
        var at = tokens.Take().Position;
        var entries = new List<(Expression, Expression)>();
        while (!tokens.TrySymbol("}"))
        {
            if (entries.Count > 0) tokens.ExpectSymbol(",");
            if (tokens.TrySymbol("}")) break;
            var key = expressions.Parse();
            tokens.ExpectSymbol(":");
            entries.Add((key, expressions.Parse()));
        }
        return new MappingLiteral(entries, at);
    }
}
