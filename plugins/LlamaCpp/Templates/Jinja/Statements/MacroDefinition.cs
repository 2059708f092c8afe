using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>A macro as it is written, or the body of a <c>call</c> block, whose name is null.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">Its parameters, with what they are where no argument is given.</param>
/// <param name="Body">What it writes.</param>
/// <param name="TakesMore">Whether it names <c>varargs</c>, and so takes more arguments than parameters.</param>
/// <param name="TakesNames">Whether it names <c>kwargs</c>, and so takes names that are no parameter's.</param>
internal sealed record MacroDefinition(
    string? Name, IReadOnlyList<(string Name, Expression? Default)> Parameters, Block Body, bool TakesMore, bool TakesNames);
