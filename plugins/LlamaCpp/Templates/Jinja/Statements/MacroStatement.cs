namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>macro name(parameters)</c> … <c>endmacro</c>.</summary>
internal sealed class MacroStatement(MacroDefinition definition) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        scope[definition.Name!] = new Macro(definition, scope);
        return Flow.Next;
    }
}
