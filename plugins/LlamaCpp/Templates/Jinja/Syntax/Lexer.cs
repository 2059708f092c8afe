namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>
/// Splits a template into text and the tokens of its tags, with the white space around tags handled as transformers sets Jinja up
/// (<c>trim_blocks</c> and <c>lstrip_blocks</c>), and by the marks <c>-</c> and <c>+</c>.
/// </summary>
internal sealed class Lexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Lexer(string source) => _source = source;

    /// <summary>One kind of line end, and none at the end: what every place in the template refers to.</summary>
    public static string Normalize(string source)
    {
        var lines = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return lines.EndsWith('\n') ? lines[..^1] : lines;
    }

    /// <summary>The tokens of a normalized template; the last is its end.</summary>
    public static List<Token> Tokenize(string source)
    {
        var lexer = new Lexer(source);
        while (lexer._at < source.Length) lexer.Next();
        lexer._tokens.Add(new Token(TokenKind.End, "", source.Length));
        return lexer._tokens;
    }

    private void Next()
    {
        var open = FindTag(_at);
        AddText(open);
        _at = Math.Min(open + 2, _source.Length);
        if (open == _source.Length) return;
        var kind = _source[open + 1];
        if (Peek(_at) is '-' or '+' && !(kind == '{' && Peek(_at) == '+')) _at++;
        if (kind == '#') SkipComment(open);
        else if (kind == '%' && TryRaw(open)) return;
        else AddTag(open, kind == '%');
    }

    private int FindTag(int from)
    {
        for (var at = from; (at = _source.IndexOf('{', at)) >= 0; at++)
        {
            if (Peek(at + 1) is '%' or '{' or '#') return at;
        }
        return _source.Length;
    }

    private char Peek(int at) => at < _source.Length ? _source[at] : '\0';

    /// <summary>The text up to a tag, less the white space that the tag takes away before it.</summary>
    private void AddText(int end)
    {
        var start = _at;
        if (end < _source.Length)
        {
            var mark = Peek(end + 2);
            if (mark == '-')
            {
                while (end > start && Whitespace.Is(_source[end - 1])) end--;
            }
            else if (mark != '+' && _source[end + 1] != '{')
            {
                end = WithoutIndent(start, end);
            }
        }
        if (end > start) _tokens.Add(new Token(TokenKind.Text, _source[start..end], start));
    }

    /// <summary>Where the text ends without the blanks of a line on which only they stand before a tag.</summary>
    private int WithoutIndent(int start, int end)
    {
        var line = end;
        while (line > start && _source[line - 1] is ' ' or '\t') line--;
        return line == 0 || _source[line - 1] == '\n' ? line : end;
    }

    private void SkipComment(int open)
    {
        var close = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (close < 0) throw new JinjaException("A comment has no end").At(_source, open);
        _at = close + 2;
        SkipAfter(close > open + 2 ? _source[close - 1] : '\0', trims: true);
    }

    /// <summary>Skips what a tag takes away after it: by a <c>-</c> all white space, else one line end, but none after an output.</summary>
    private void SkipAfter(char mark, bool trims)
    {
        if (mark == '-')
        {
            while (Whitespace.Is(Peek(_at))) _at++;
        }
        else if (trims && mark != '+' && Peek(_at) == '\n')
        {
            _at++;
        }
    }

    private bool TryRaw(int open)
    {
        if (!TryKeyword(_at, "raw", out var mark, out var begin)) return false;
        _at = begin;
        SkipAfter(mark, trims: false);
        for (var end = _at; (end = _source.IndexOf("{%", end, StringComparison.Ordinal)) >= 0; end += 2)
        {
            var inside = Peek(end + 2) is '-' or '+' ? end + 3 : end + 2;
            if (!TryKeyword(inside, "endraw", out mark, out var after)) continue;
            AddText(end);
            _at = after;
            SkipAfter(mark, trims: true);
            return true;
        }
        throw new JinjaException("A raw block has no end").At(_source, open);
    }

    /// <summary>Reads <c>keyword %}</c>.</summary>
    private bool TryKeyword(int at, string keyword, out char mark, out int after)
    {
        (mark, after) = ('\0', at);
        while (Whitespace.Is(Peek(at))) at++;
        if (!_source.AsSpan(at).StartsWith(keyword, StringComparison.Ordinal)) return false;
        at += keyword.Length;
        while (Whitespace.Is(Peek(at))) at++;
        if (Peek(at) is '-' or '+') mark = _source[at++];
        after = at + 2;
        return _source.AsSpan(at).StartsWith("%}", StringComparison.Ordinal);
    }

    private void AddTag(int open, bool statement)
    {
        _tokens.Add(new Token(statement ? TokenKind.OpenStatement : TokenKind.OpenOutput, statement ? "{%" : "{{", open));
        var close = statement ? "%}" : "}}";
        var expression = new ExpressionLexer(_source, _at);
        while (true)
        {
            expression.SkipBlanks();
            var at = expression.Position;
            if (at >= _source.Length) throw new JinjaException($"A tag has no '{close}'").At(_source, open);
            var mark = Peek(at) == '-' || (statement && Peek(at) == '+') ? _source[at] : '\0';
            var end = mark == '\0' ? at : at + 1;
            if (expression.IsBalanced && _source.AsSpan(end).StartsWith(close, StringComparison.Ordinal))
            {
                _tokens.Add(new Token(statement ? TokenKind.CloseStatement : TokenKind.CloseOutput, close, at));
                _at = end + 2;
                SkipAfter(mark, trims: statement);
                return;
            }
            _tokens.Add(expression.Next());
        }
    }
}
