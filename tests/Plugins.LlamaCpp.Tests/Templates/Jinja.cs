using System.Text.Json;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Templates;

/// <summary>Renders small templates.</summary>
internal static class Jinja
{
    /// <summary>Renders with the variables of a JSON object.</summary>
    public static string Render(string source, string variables = "{}", RenderLimits? limits = null, TimeProvider? time = null, CancellationToken ct = default)
    {
        using var json = JsonDocument.Parse(variables);
        var values = JsonValues.FromObject(json.RootElement).Entries.ToDictionary(entry => entry.Key.ToString()!, entry => entry.Value);
        return JinjaTemplate.Parse(source).Render(values, limits ?? RenderLimits.Default, time ?? new ManualClock(), ct);
    }

    public static JinjaException Failure(string source, string variables = "{}", RenderLimits? limits = null) =>
        Assert.Throws<JinjaException>(() => Render(source, variables, limits));
}
