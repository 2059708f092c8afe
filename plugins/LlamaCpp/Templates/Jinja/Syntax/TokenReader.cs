using System.Runtime.CompilerServices;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>Goes through the tokens of a template.</summary>
internal sealed class TokenReader(string source, List<Token> tokens)
{
    private const int MaxDepth = 200;
    private int _depth;

    public int Index { get; private set; }

    public Token Current => tokens[Index];

    public Token Next => tokens[Math.Min(Index + 1, tokens.Count - 1)];

    public Token Take() => Index < tokens.Count - 1 ? tokens[Index++] : tokens[Index];

    public Token Expect(TokenKind kind) => Current.Kind == kind ? Take() : throw Unexpected();

    public bool TrySymbol(string symbol) => Try(Current.IsSymbol(symbol));

    public bool TryName(string name) => Try(Current.IsName(name));

    public void ExpectSymbol(string symbol)
    {
        if (!TrySymbol(symbol)) throw Unexpected($": '{symbol}' should be there");
    }

    public void ExpectName(string name)
    {
        if (!TryName(name)) throw Unexpected($": '{name}' should be there");
    }

    /// <summary>Whether a name stands in the tags between a token and here.</summary>
    public bool IsNamedSince(int from, string name) => tokens.FindIndex(from, Index - from, token => token.IsName(name)) >= 0;

    public JinjaException Unexpected(string hint = "") => Fail($"{Current.Shown} is not expected here{hint}", Current);

    public JinjaException Fail(string reason, Token at) => new JinjaException(reason).At(source, at.Position);

    /// <summary>Goes one level down; a failure ends the reading, so that only success leaves.</summary>
    public void Enter()
    {
        if (++_depth <= MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack()) return;
        throw Fail("The template is nested too deep", Current);
    }

    public void Leave() => _depth--;

    private bool Try(bool matches)
    {
        if (matches) Take();
        return matches;
    }
}
