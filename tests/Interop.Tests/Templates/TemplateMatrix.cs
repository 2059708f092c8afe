using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Interop.Tests.Templates;

/// <summary>Every conversation of matrix.json with every list of tools and every set of options, as peer/render.mjs has them too.</summary>
internal sealed class TemplateMatrix(JsonElement matrix)
{
    private static readonly TimeProvider Clock = new FixedClock();

    public static TemplateMatrix Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return new TemplateMatrix(document.RootElement.Clone());
    }

    /// <summary>Renders a template with every case: the case's name, and the SHA-256 of the text or <c>error</c> and the reason.</summary>
    public IEnumerable<(string Case, string Result)> Render(string source)
    {
        JinjaTemplate template;
        try
        {
            template = JinjaTemplate.Parse(source);
        }
        catch (JinjaException fault)
        {
            return Cases().Select(entry => (entry.Name, $"error {fault.Message}"));
        }
        return Cases().Select(entry => (entry.Name, Digest(template, entry.Variables)));
    }

    /// <summary>The text of one case.</summary>
    public string Text(string source, string name) => Render(JinjaTemplate.Parse(source), Cases().First(entry => entry.Name == name).Variables);

    private static string Digest(JinjaTemplate template, Dictionary<string, JinjaValue> variables)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Render(template, variables))));
        }
        catch (JinjaException fault)
        {
            return $"error {fault.Message}";
        }
    }

    private static string Render(JinjaTemplate template, Dictionary<string, JinjaValue> variables) =>
        template.Render(variables, RenderLimits.Default, Clock, CancellationToken.None);

    private IEnumerable<(string Name, Dictionary<string, JinjaValue> Variables)> Cases() =>
        from conversation in matrix.GetProperty("conversations").EnumerateObject()
        from tools in matrix.GetProperty("tools").EnumerateObject()
        from options in matrix.GetProperty("options").EnumerateObject()
        select ($"{conversation.Name}/{tools.Name}/{options.Name}", Variables(conversation.Value, tools.Value, options.Value));

    private Dictionary<string, JinjaValue> Variables(JsonElement messages, JsonElement tools, JsonElement options)
    {
        var variables = new Dictionary<string, JinjaValue> { ["messages"] = JsonValues.From(messages) };
        if (tools.ValueKind == JsonValueKind.Array) variables["tools"] = JsonValues.From(tools);
        foreach (var variable in matrix.GetProperty("always").EnumerateObject().Concat(options.EnumerateObject()))
        {
            variables[variable.Name] = JsonValues.From(variable.Value);
        }
        return variables;
    }

    /// <summary>The moment at which peer/render.mjs says it is.</summary>
    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    }
}
