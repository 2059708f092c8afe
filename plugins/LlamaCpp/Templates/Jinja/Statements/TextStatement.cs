namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>Text between tags.</summary>
internal sealed class TextStatement(string text) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        output.Write(text);
        return Flow.Next;
    }
}
