using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Reads expressions, from what binds least to what binds most.</summary>
internal sealed class ExpressionParser
{
    private readonly TokenReader _tokens;
    private readonly OperandParser _operands;

    public ExpressionParser(TokenReader tokens) => (_tokens, _operands) = (tokens, new OperandParser(tokens, this));

    /// <summary>An expression, with <c>a if b else c</c> where that is allowed.</summary>
    public Expression Parse(bool conditional = true)
    {
        _tokens.Enter();
        var expression = ParseOr();
        while (conditional && _tokens.Current.IsName("if"))
        {
            var at = _tokens.Take().Position;
            var condition = ParseOr();
            expression = new Conditional(condition, expression, _tokens.TryName("else") ? Parse() : null, at);
        }
        _tokens.Leave();
        return expression;
    }

    /// <summary>An expression, or several with commas between them: a tuple.</summary>
    public Expression ParseTuple(bool conditional = true)
    {
        var at = _tokens.Current.Position;
        var first = Parse(conditional);
        if (!_tokens.Current.IsSymbol(",")) return first;
        var items = new List<Expression> { first };
        while (_tokens.TrySymbol(",") && !IsTupleEnd()) items.Add(Parse(conditional));
        return new ListLiteral(items, at);
    }

    /// <summary>Filters with a <c>|</c> between them.</summary>
    public List<FilterCall> ParseFilters()
    {
        var filters = new List<FilterCall>();
        do filters.Add(ParseFilter());
        while (_tokens.TrySymbol("|"));
        return filters;
    }

    private bool IsTupleEnd() => _tokens.Current.Kind is TokenKind.CloseOutput or TokenKind.CloseStatement
        || _tokens.Current.IsSymbol(")") || _tokens.Current.IsName("in");

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (_tokens.Current.IsName("or")) left = new Logic(left, After(ParseAnd, out var at), isAnd: false, at);
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (_tokens.Current.IsName("and")) left = new Logic(left, After(ParseNot, out var at), isAnd: true, at);
        return left;
    }

    private Expression ParseNot()
    {
        if (!_tokens.Current.IsName("not")) return ParseComparison();
        _tokens.Enter();
        var operand = After(ParseNot, out var at);
        _tokens.Leave();
        return new Not(operand, at);
    }

    private Expression ParseComparison()
    {
        var at = _tokens.Current.Position;
        var left = ParseSum();
        var rest = new List<(string, Expression)>();
        while (TryComparison() is { } symbol) rest.Add((symbol, ParseSum()));
        return rest.Count == 0 ? left : new Comparison(left, rest, at);
    }

    private string? TryComparison()
    {
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Symbol && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=") return _tokens.Take().Text;
        if (_tokens.TryName("in")) return "in";
        if (!token.IsName("not") || !_tokens.Next.IsName("in")) return null;
        _tokens.Take();
        _tokens.Take();
        return "not in";
    }

    private Expression ParseSum()
    {
        var left = ParseConcatenation();
        while (_tokens.Current is { Kind: TokenKind.Symbol, Text: "+" or "-" }) left = ParseBinary(left, ParseConcatenation);
        return left;
    }

    private Expression ParseConcatenation()
    {
        var at = _tokens.Current.Position;
        var parts = new List<Expression> { ParseProduct() };
        while (_tokens.TrySymbol("~")) parts.Add(ParseProduct());
        return parts.Count == 1 ? parts[0] : new Concatenation(parts, at);
    }

    private Expression ParseProduct()
    {
        var left = ParsePower();
        while (_tokens.Current is { Kind: TokenKind.Symbol, Text: "*" or "/" or "//" or "%" }) left = ParseBinary(left, ParsePower);
        return left;
    }

    // Jinja's power goes from left to right, unlike Python's.
    private Expression ParsePower()
    {
        var left = ParseSigned();
        while (_tokens.Current.IsSymbol("**")) left = ParseBinary(left, () => ParseSigned());
        return left;
    }

    private Binary ParseBinary(Expression left, Func<Expression> operand)
    {
        var symbol = _tokens.Current.Text;
        return new Binary(symbol, left, After(operand, out var at), at);
    }

    /// <summary>What follows the token here.</summary>
    private Expression After(Func<Expression> parse, out int position)
    {
        position = _tokens.Take().Position;
        return parse();
    }

    private Expression ParseSigned(bool filters = true)
    {
        Expression operand;
        if (_tokens.Current is { Kind: TokenKind.Symbol, Text: "-" or "+" } sign)
        {
            _tokens.Enter();
            operand = new Negation(After(() => ParseSigned(filters: false), out var at), sign.Text == "-", at);
            _tokens.Leave();
        }
        else
        {
            operand = _operands.Parse();
        }
        return filters ? ParseFiltersAndTests(operand) : operand;
    }

    private Expression ParseFiltersAndTests(Expression operand)
    {
        while (true)
        {
            var at = _tokens.Current.Position;
            if (_tokens.TrySymbol("|")) operand = new Filter(operand, ParseFilter(), at);
            else if (_tokens.TryName("is")) operand = ParseTest(operand, at);
            else if (_tokens.Current.IsSymbol("(")) operand = new Call(operand, _operands.ParseArguments(), at);
            else return operand;
        }
    }

    private FilterCall ParseFilter()
    {
        var name = _tokens.Expect(TokenKind.Name);
        return new FilterCall(name.Text, _tokens.Current.IsSymbol("(") ? _operands.ParseArguments() : ArgumentList.Empty, name.Position);
    }

    private Test ParseTest(Expression operand, int at)
    {
        var isNegated = _tokens.TryName("not");
        var name = _tokens.Expect(TokenKind.Name).Text;
        if (_tokens.Current.IsSymbol("(")) return new Test(operand, name, _operands.ParseArguments(), isNegated, at);
        var arguments = ArgumentList.Empty;
        if (BeginsArgument(_tokens.Current)) arguments = new ArgumentList([(_operands.Parse(), false)], []);
        return new Test(operand, name, arguments, isNegated, at);
    }

    /// <summary>Whether a test's argument begins here, without brackets around it: <c>is divisibleby 3</c>.</summary>
    private static bool BeginsArgument(Token token) =>
        token.Kind is TokenKind.String or TokenKind.Number || token.IsSymbol("[") || token.IsSymbol("{")
        || (token.Kind == TokenKind.Name && token.Text is not ("else" or "or" or "and" or "if" or "in" or "not" or "is" or "recursive"));
}
