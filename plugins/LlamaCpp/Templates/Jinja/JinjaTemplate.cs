using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>
/// A template in Jinja's language, as chat templates use it: read once, rendered as often as needed, on any thread. It reaches nothing but
/// its variables and the clock. The language: https://jinja.palletsprojects.com/en/stable/templates/ and transformers' "Chat templates".
/// </summary>
internal sealed class JinjaTemplate
{
    /// <summary>Most characters of a template: ten times the longest that a model is known to come with.</summary>
    public const int MaxLength = 1 << 20;

    private readonly string _source;
    private readonly Block _body;

    private JinjaTemplate(string source, Block body) => (_source, _body) = (source, body);

    /// <summary>Reads a template; throws <see cref="JinjaException"/> where it is none.</summary>
    public static JinjaTemplate Parse(string source)
    {
        if (source.Length > MaxLength)
        {
            throw new JinjaException($"The template has {source.Length:N0} characters, and at most {MaxLength:N0} are read");
        }
        var normalized = Lexer.Normalize(source);
        return new JinjaTemplate(normalized, Parser.Parse(normalized));
    }

    /// <summary>Renders; throws <see cref="JinjaException"/> where the template fails, or goes over a limit.</summary>
    public string Render(IReadOnlyDictionary<string, JinjaValue> variables, RenderLimits limits, TimeProvider time, CancellationToken ct)
    {
        var rendering = new Rendering(limits, time, ct);
        var scope = new Scope(rendering, null);
        foreach (var (name, value) in variables) scope[name] = value;
        try
        {
            return _body.Render(scope);
        }
        catch (JinjaException fault) when (fault.Line == 0)
        {
            throw fault.At(_source, rendering.Position);
        }
    }
}
