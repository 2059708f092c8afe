namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>Statements one after another.</summary>
internal sealed class Block(IReadOnlyList<Statement> statements)
{
    public Flow Execute(Scope scope, TextOutput output)
    {
        scope.Budget.Enter();
        var flow = Flow.Next;
        for (var i = 0; i < statements.Count && flow == Flow.Next; i++) flow = statements[i].Execute(scope, output);
        scope.Budget.Leave();
        return flow;
    }

    /// <summary>What the statements write, by itself.</summary>
    public string Render(Scope scope)
    {
        var output = new TextOutput(scope.Budget);
        Execute(scope, output);
        return output.ToString();
    }
}
