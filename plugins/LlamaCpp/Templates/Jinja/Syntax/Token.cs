using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name, a symbol, a string's characters, or text outside of tags.</param>
/// <param name="Position">Where it begins in the source.</param>
/// <param name="Number">The value of a number.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, JinjaValue? Number = null)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;

    public bool IsSymbol(string symbol) => Is(TokenKind.Symbol, symbol);

    public bool IsName(string name) => Is(TokenKind.Name, name);

    /// <summary>How a failure's sentence names it.</summary>
    public string Shown => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Text => "text",
        TokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
