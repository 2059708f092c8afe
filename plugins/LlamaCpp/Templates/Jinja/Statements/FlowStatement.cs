namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>break</c> and <c>continue</c>.</summary>
internal sealed class FlowStatement(Flow flow) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output) => flow;
}
