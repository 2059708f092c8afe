using System.Globalization;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Reads names, numbers, strings and symbols inside a tag.</summary>
internal sealed class ExpressionLexer(string source, int position)
{
    private const int MaxName = 256;

    private static readonly string[] Symbols =
    [
        "**", "//", "==", "!=", "<=", ">=",
        "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|", ";",
    ];

    private int _brackets;

    public int Position { get; private set; } = position;

    /// <summary>Whether no bracket is open: only then can the tag end.</summary>
    public bool IsBalanced => _brackets == 0;

    public void SkipBlanks()
    {
        while (Position < source.Length && Whitespace.Is(source[Position])) Position++;
    }

    /// <summary>The next token; there is one.</summary>
    public Token Next()
    {
        var start = Position;
        var first = source[start];
        if (char.IsAsciiDigit(first)) return Number(start);
        if (first is '\'' or '"') return new Token(TokenKind.String, String(first), start);
        if (IsName(first))
        {
            while (Position < source.Length && (IsName(source[Position]) || char.IsAsciiDigit(source[Position]))) Position++;
            if (Position - start > MaxName) throw Fail("A name is too long", start);
            return new Token(TokenKind.Name, source[start..Position], start);
        }
        var symbol = Array.Find(Symbols, symbol => source.AsSpan(start).StartsWith(symbol, StringComparison.Ordinal))
            ?? throw Fail($"The character '{first}' has no place in a tag", start);
        Position += symbol.Length;
        _brackets += symbol is "(" or "[" or "{" ? 1 : symbol is ")" or "]" or "}" ? -1 : 0;
        if (_brackets < 0) throw Fail($"A '{symbol}' closes nothing", start);
        return new Token(TokenKind.Symbol, symbol, start);
    }

    private static bool IsName(char character) => character == '_' || char.IsLetter(character);

    private JinjaException Fail(string reason, int at) => new JinjaException(reason).At(source, at);

    private Token Number(int start)
    {
        var radix = source[start] != '0' ? 10 : char.ToLowerInvariant(Peek(1)) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
        return new Token(TokenKind.Number, "number", start, radix == 10 ? Decimal(start) : Integer(start, radix));
    }

    private JinjaInteger Integer(int start, int radix)
    {
        Position += 2;
        var digits = Digits(char.IsAsciiHexDigit);
        try
        {
            return JinjaInteger.Of(Convert.ToInt64(digits, radix));
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            throw Fail("A number cannot be read", start);
        }
    }

    private JinjaValue Decimal(int start)
    {
        var digits = Digits(char.IsAsciiDigit);
        // In a.0.1 the points part members.
        var isMember = start > 0 && source[start - 1] == '.';
        var isFloat = !isMember && Peek(0) == '.' && char.IsAsciiDigit(Peek(1));
        if (isFloat)
        {
            Position++;
            digits += "." + Digits(char.IsAsciiDigit);
        }
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (!isMember && Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            isFloat = true;
            digits += source.Substring(Position, 1 + sign);
            Position += 1 + sign;
            digits += Digits(char.IsAsciiDigit);
        }
        if (isFloat) return new JinjaFloat(double.Parse(digits, CultureInfo.InvariantCulture));
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var integer)
            ? JinjaInteger.Of(integer)
            : throw Fail("A number is too large", start);
    }

    private string Digits(Func<char, bool> isDigit)
    {
        var start = Position;
        while (isDigit(Peek(0)) || (Peek(0) == '_' && isDigit(Peek(1)))) Position++;
        return source[start..Position].Replace("_", "", StringComparison.Ordinal);
    }

    private char Peek(int ahead) => Position + ahead < source.Length ? source[Position + ahead] : '\0';

    private string String(char quote)
    {
        var start = Position++;
        while (Peek(0) != quote)
        {
            Position += Peek(0) == '\\' ? 2 : 1;
            if (Position >= source.Length) throw Fail("A string has no end", start);
        }
        Position++;
        var inside = source.AsSpan(start + 1, Position - start - 2);
        if (!inside.Contains('\\')) return inside.ToString();
        return StringEscapes.Decode(inside) ?? throw Fail("A string has an escape that cannot be read", start);
    }
}
