namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Text,
    OpenStatement,
    CloseStatement,
    OpenOutput,
    CloseOutput,
    Name,
    String,
    Number,
    Symbol,
    End,
}
