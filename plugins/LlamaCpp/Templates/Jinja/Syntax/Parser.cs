using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Reads the statements of a template.</summary>
internal sealed class Parser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;
    private readonly TargetParser _targets;
    private int _loops;

    private Parser(string source)
    {
        _tokens = new TokenReader(source, Lexer.Tokenize(source));
        _expressions = new ExpressionParser(_tokens);
        _targets = new TargetParser(_tokens, _expressions);
    }

    /// <summary>Reads a normalized template.</summary>
    public static Block Parse(string source)
    {
        var parser = new Parser(source);
        var block = parser.ParseBlock();
        return parser._tokens.Current.Kind == TokenKind.End ? block : throw parser._tokens.Unexpected();
    }

    /// <summary>Statements up to a tag that none of them begins with: the end of what they are in.</summary>
    private Block ParseBlock()
    {
        _tokens.Enter();
        var statements = new List<Statement>();
        while (ParseStatement() is { } statement) statements.Add(statement);
        _tokens.Leave();
        return new Block(statements);
    }

    private Statement? ParseStatement()
    {
        switch (_tokens.Current.Kind)
        {
            case TokenKind.Text: return new TextStatement(_tokens.Take().Text);
            case TokenKind.OpenOutput:
                _tokens.Take();
                var expression = _expressions.ParseTuple();
                _tokens.Expect(TokenKind.CloseOutput);
                return new PrintStatement(expression);
            case TokenKind.OpenStatement when _tokens.Next.Kind == TokenKind.Name && !IsEnd(_tokens.Next.Text):
                _tokens.Take();
                return ParseTag(_tokens.Take());
            default: return null;
        }
    }

    private static bool IsEnd(string keyword) => keyword is "else" or "elif" || keyword.StartsWith("end", StringComparison.Ordinal);

    private Statement ParseTag(Token keyword) => keyword.Text switch
    {
        "if" => ParseIf(),
        "for" => ParseFor(),
        "set" => ParseSet(),
        "macro" => ParseMacro(),
        "call" => ParseCall(),
        "filter" => ParseFilter(),
        "with" => ParseWith(),
        "generation" => ParseGeneration(),
        "break" => ParseFlow(keyword, Flow.Break),
        "continue" => ParseFlow(keyword, Flow.Continue),
        _ => throw _tokens.Fail($"There is no statement '{keyword.Text}'", keyword),
    };

    /// <summary>What stands in a tag's body, up to its end tag.</summary>
    private Block ParseBody(string end)
    {
        _tokens.Expect(TokenKind.CloseStatement);
        var body = ParseBlock();
        ExpectTag(end);
        _tokens.Expect(TokenKind.CloseStatement);
        return body;
    }

    private void ExpectTag(string keyword)
    {
        if (!TryTag(keyword)) throw _tokens.Fail($"'{keyword}' is missing before {_tokens.Next.Shown}", _tokens.Current);
    }

    private bool TryTag(string keyword)
    {
        if (_tokens.Current.Kind != TokenKind.OpenStatement || !_tokens.Next.IsName(keyword)) return false;
        _tokens.Take();
        _tokens.Take();
        return true;
    }

    private IfStatement ParseIf()
    {
        var branches = new List<(Expression?, Block)>();
        do
        {
            var condition = _expressions.ParseTuple();
            _tokens.Expect(TokenKind.CloseStatement);
            branches.Add((condition, ParseBlock()));
        }
        while (TryTag("elif"));
        if (TryTag("else"))
        {
            _tokens.Expect(TokenKind.CloseStatement);
            branches.Add((null, ParseBlock()));
        }
        ExpectTag("endif");
        _tokens.Expect(TokenKind.CloseStatement);
        return new IfStatement(branches);
    }

    private ForStatement ParseFor()
    {
        var target = _targets.Parse(members: false);
        _tokens.ExpectName("in");
        var iterable = _expressions.ParseTuple(conditional: false);
        var condition = _tokens.TryName("if") ? _expressions.Parse() : null;
        var isRecursive = _tokens.TryName("recursive");
        _tokens.Expect(TokenKind.CloseStatement);
        _loops++;
        var body = ParseBlock();
        _loops--;
        Block? otherwise = null;
        if (TryTag("else"))
        {
            _tokens.Expect(TokenKind.CloseStatement);
            otherwise = ParseBlock();
        }
        ExpectTag("endfor");
        _tokens.Expect(TokenKind.CloseStatement);
        return new ForStatement(target, iterable, condition, body, otherwise, isRecursive);
    }

    private Statement ParseSet()
    {
        var target = _targets.Parse(members: true);
        if (!_tokens.TrySymbol("="))
        {
            var filters = _tokens.TrySymbol("|") ? _expressions.ParseFilters() : [];
            return new CaptureStatement(target, filters, ParseBody("endset"));
        }
        var value = _expressions.ParseTuple();
        _tokens.Expect(TokenKind.CloseStatement);
        return new SetStatement(target, value);
    }

    private MacroStatement ParseMacro()
    {
        var name = _tokens.Expect(TokenKind.Name).Text;
        return new MacroStatement(ParseDefinition(name, _targets.ParseParameters(), "endmacro"));
    }

    private CallStatement ParseCall()
    {
        var parameters = _tokens.Current.IsSymbol("(") ? _targets.ParseParameters() : [];
        var at = _tokens.Current;
        if (_expressions.Parse() is not Call call) throw _tokens.Fail("A call block calls a macro", at);
        return new CallStatement(call, ParseDefinition(null, parameters, "endcall"));
    }

    private MacroDefinition ParseDefinition(string? name, List<(string, Expression?)> parameters, string end)
    {
        var (loops, from) = (_loops, _tokens.Index);
        _loops = 0;
        var body = ParseBody(end);
        _loops = loops;
        return new MacroDefinition(name, parameters, body, _tokens.IsNamedSince(from, "varargs"), _tokens.IsNamedSince(from, "kwargs"));
    }

    private FilterStatement ParseFilter() => new(_expressions.ParseFilters(), ParseBody("endfilter"));

    private WithStatement ParseWith()
    {
        var variables = new List<(Target, Expression)>();
        while (_tokens.Current.Kind == TokenKind.Name)
        {
            var target = _targets.Parse(members: false, single: true);
            _tokens.ExpectSymbol("=");
            variables.Add((target, _expressions.Parse()));
            if (!_tokens.TrySymbol(",")) break;
        }
        return new WithStatement(variables, ParseBody("endwith"));
    }

    // transformers' mark around what the assistant wrote; it changes nothing in the text.
    private WithStatement ParseGeneration() => new([], ParseBody("endgeneration"));

    private FlowStatement ParseFlow(Token keyword, Flow flow)
    {
        if (_loops == 0) throw _tokens.Fail($"'{keyword.Text}' stands outside of a loop", keyword);
        _tokens.Expect(TokenKind.CloseStatement);
        return new FlowStatement(flow);
    }
}
