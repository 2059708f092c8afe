namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>Where the rendering goes on after a statement.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}
