namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>A part of a template that writes, or changes what comes after it.</summary>
internal abstract class Statement
{
    public abstract Flow Execute(Scope scope, TextOutput output);
}
