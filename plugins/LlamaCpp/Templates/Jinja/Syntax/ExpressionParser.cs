using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Reads expressions, from what binds least to what binds most.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    /// <summary>An expression, with <c>a if b else c</c> where that is allowed.</summary>
    public Expression Parse(bool conditional = true)
    {
        tokens.Enter();
        var expression = ParseOr();
        while (conditional && tokens.Current.IsName("if"))
        {
            var at = tokens.Take().Position;
            var condition = ParseOr();
            expression = new Conditional(condition, expression, tokens.TryName("else") ? Parse() : null, at);
        }
        tokens.Leave();
        return expression;
    }

    /// <summary>An expression, or several with commas between them: a tuple.</summary>
    public Expression ParseTuple(bool conditional = true)
    {
        var at = tokens.Current.Position;
        var first = Parse(conditional);
        if (!tokens.Current.IsSymbol(",")) return first;
        var items = new List<Expression> { first };
        while (tokens.TrySymbol(",") && !IsTupleEnd()) items.Add(Parse(conditional));
        return new ListLiteral(items, at);
    }

    /// <summary>What is assigned to: a name, several, or a name of a namespace.</summary>
    public Target ParseTarget(bool members, bool single = false)
    {
        tokens.Enter();
        var at = tokens.Current.Position;
        var targets = new List<Target> { ParseOneTarget(members) };
        var isTuple = false;
        while (!single && tokens.TrySymbol(","))
        {
            isTuple = true;
            if (tokens.Current.Kind == TokenKind.Name && !tokens.Current.IsName("in") || tokens.Current.IsSymbol("(")) targets.Add(ParseOneTarget(members));
        }
        tokens.Leave();
        return isTuple ? new TupleTarget(targets, at) : targets[0];
    }

    /// <summary>Filters with a <c>|</c> between them.</summary>
    public List<FilterCall> ParseFilters()
    {
        var filters = new List<FilterCall>();
        do filters.Add(ParseFilter());
        while (tokens.TrySymbol("|"));
        return filters;
    }

    /// <summary><c>(a, b=1)</c> of a macro.</summary>
    public List<(string Name, Expression? Default)> ParseParameters()
    {
        var parameters = new List<(string Name, Expression? Default)>();
        tokens.ExpectSymbol("(");
        while (!tokens.TrySymbol(")"))
        {
            if (parameters.Count > 0) tokens.ExpectSymbol(",");
            if (tokens.TrySymbol(")")) break;
            var name = tokens.Expect(TokenKind.Name);
            if (parameters.Exists(parameter => parameter.Name == name.Text)) throw tokens.Fail($"The parameter '{name.Text}' is there twice", name);
            var fallback = tokens.TrySymbol("=") ? Parse() : null;
            if (fallback is null && parameters is [.., { Default: not null }]) throw tokens.Fail($"The parameter '{name.Text}' needs a default as well", name);
            parameters.Add((name.Text, fallback));
        }
        return parameters;
    }

    private Target ParseOneTarget(bool members)
    {
        if (tokens.TrySymbol("("))
        {
            var inside = ParseTarget(members);
            tokens.ExpectSymbol(")");
            return inside;
        }
        var name = tokens.Expect(TokenKind.Name);
        if (IsConstant(name.Text)) throw tokens.Fail($"'{name.Text}' cannot be assigned to", name);
        if (!members || !tokens.TrySymbol(".")) return new NameTarget(name.Text);
        return new MemberTarget(new Name(name.Text, name.Position), tokens.Expect(TokenKind.Name).Text, name.Position);
    }

    private static bool IsConstant(string name) => name is "true" or "false" or "none" or "True" or "False" or "None";

    private bool IsTupleEnd() => tokens.Current.Kind is TokenKind.CloseOutput or TokenKind.CloseStatement || tokens.Current.IsSymbol(")") || tokens.Current.IsName("in");

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (tokens.Current.IsName("or")) left = new Logic(left, After(ParseAnd, out var at), isAnd: false, at);
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (tokens.Current.IsName("and")) left = new Logic(left, After(ParseNot, out var at), isAnd: true, at);
        return left;
    }

    private Expression ParseNot()
    {
        if (!tokens.Current.IsName("not")) return ParseComparison();
        tokens.Enter();
        var operand = After(ParseNot, out var at);
        tokens.Leave();
        return new Not(operand, at);
    }

    private Expression ParseComparison()
    {
        var at = tokens.Current.Position;
        var left = ParseSum();
        var rest = new List<(string, Expression)>();
        while (TryComparison() is { } symbol) rest.Add((symbol, ParseSum()));
        return rest.Count == 0 ? left : new Comparison(left, rest, at);
    }

    private string? TryComparison()
    {
        var token = tokens.Current;
        if (token.Kind == TokenKind.Symbol && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=") return tokens.Take().Text;
        if (tokens.TryName("in")) return "in";
        if (!token.IsName("not") || !tokens.Next.IsName("in")) return null;
        tokens.Take();
        tokens.Take();
        return "not in";
    }

    private Expression ParseSum()
    {
        var left = ParseConcatenation();
        while (tokens.Current is { Kind: TokenKind.Symbol, Text: "+" or "-" }) left = ParseBinary(left, ParseConcatenation);
        return left;
    }

    private Expression ParseConcatenation()
    {
        var at = tokens.Current.Position;
        var parts = new List<Expression> { ParseProduct() };
        while (tokens.TrySymbol("~")) parts.Add(ParseProduct());
        return parts.Count == 1 ? parts[0] : new Concatenation(parts, at);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (tokens.Current is { Kind: TokenKind.Symbol, Text: "*" or "/" or "//" or "%" }) left = ParseBinary(left, ParsePower);
        return left;
    }

    // Jinja's power goes from left to right, unlike Python's.
    private Expression ParsePower()
    {
        var left = ParseSigned();
        while (tokens.Current.IsSymbol("**")) left = ParseBinary(left, () => ParseSigned());
        return left;
    }

    private Binary ParseBinary(Expression left, Func<Expression> operand)
    {
        var symbol = tokens.Current.Text;
        return new Binary(symbol, left, After(operand, out var at), at);
    }

    /// <summary>What follows the token here.</summary>
    private Expression After(Func<Expression> parse, out int position)
    {
        position = tokens.Take().Position;
        return parse();
    }

    private Expression ParseSigned(bool filters = true)
    {
        Expression operand;
        if (tokens.Current is { Kind: TokenKind.Symbol, Text: "-" or "+" } sign)
        {
            tokens.Enter();
            operand = new Negation(After(() => ParseSigned(filters: false), out var at), sign.Text == "-", at);
            tokens.Leave();
        }
        else
        {
            operand = ParsePostfix(ParsePrimary());
        }
        return filters ? ParseFiltersAndTests(operand) : operand;
    }

    private Expression ParseFiltersAndTests(Expression operand)
    {
        while (true)
        {
            var at = tokens.Current.Position;
            if (tokens.TrySymbol("|")) operand = new Filter(operand, ParseFilter(), at);
            else if (tokens.TryName("is")) operand = ParseTest(operand, at);
            else if (tokens.Current.IsSymbol("(")) operand = new Call(operand, ParseArguments(), at);
            else return operand;
        }
    }

    private FilterCall ParseFilter()
    {
        var name = tokens.Expect(TokenKind.Name);
        return new FilterCall(name.Text, tokens.Current.IsSymbol("(") ? ParseArguments() : ArgumentList.Empty, name.Position);
    }

    private Test ParseTest(Expression operand, int at)
    {
        var isNegated = tokens.TryName("not");
        var name = tokens.Expect(TokenKind.Name).Text;
        if (tokens.Current.IsSymbol("(")) return new Test(operand, name, ParseArguments(), isNegated, at);
        var arguments = ArgumentList.Empty;
        if (BeginsArgument(tokens.Current)) arguments = new ArgumentList([(ParsePostfix(ParsePrimary()), false)], []);
        return new Test(operand, name, arguments, isNegated, at);
    }

    /// <summary>Whether a test's argument begins here, without brackets around it: <c>is divisibleby 3</c>.</summary>
    private static bool BeginsArgument(Token token) =>
        token.Kind is TokenKind.String or TokenKind.Number || token.IsSymbol("[") || token.IsSymbol("{")
        || (token.Kind == TokenKind.Name && token.Text is not ("else" or "or" or "and" or "if" or "in" or "not" or "is" or "recursive"));

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
        while (!tokens.TrySymbol("]"))
        {
            if (tokens.TrySymbol(":") && ++colons > 2) throw tokens.Unexpected();
            if (!tokens.Current.IsSymbol(":") && !tokens.Current.IsSymbol("]"))
            {
                if (bounds[colons] is not null) throw tokens.Unexpected();
                bounds[colons] = Parse();
            }
        }
        if (colons > 0) return new Slice(operand, bounds[0], bounds[1], bounds[2], at);
        return bounds[0] is { } key ? new Subscript(operand, key, at) : throw tokens.Unexpected();
    }

    private ArgumentList ParseArguments()
    {
        var positional = new List<(Expression, bool)>();
        var named = new List<(string?, Expression)>();
        tokens.ExpectSymbol("(");
        for (var isFirst = true; !tokens.TrySymbol(")"); isFirst = false)
        {
            if (!isFirst) tokens.ExpectSymbol(",");
            if (!isFirst && tokens.TrySymbol(")")) break;
            if (tokens.TrySymbol("**")) named.Add((null, Parse()));
            else if (tokens.TrySymbol("*")) positional.Add((Parse(), true));
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Next.IsSymbol("=")) named.Add((ParseArgumentName(), Parse()));
            else if (named.Count > 0) throw tokens.Unexpected(": arguments without a name come before those with one");
            else positional.Add((Parse(), false));
        }
        return new ArgumentList(positional, named);
    }

    private string ParseArgumentName()
    {
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
        var inside = ParseTuple();
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
            items.Add(Parse());
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
            var key = Parse();
            tokens.ExpectSymbol(":");
            entries.Add((key, Parse()));
        }
        return new MappingLiteral(entries, at);
    }
}
