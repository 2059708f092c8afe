using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>The tools of a request that may be called, by name.</summary>
internal sealed class ToolSet
{
    private const int MostTools = 512;
    private const int MostNameLength = 64;
    private readonly Dictionary<string, ToolDefinition> _tools = [];

    /// <exception cref="RequestException">A name that no dialect can carry, or a choice of a tool that is not there.</exception>
    public ToolSet(IReadOnlyList<ToolDefinition> tools, ToolChoice choice)
    {
        if (tools.Count > MostTools) throw new RequestException(
            $"{tools.Count} tools were given: at most {MostTools} are taken in one request.");
        foreach (var tool in tools)
        {
            if (tool.Name.Length is 0 or > MostNameLength || !tool.Name.All(IsOfName))
            {
                var shown = tool.Name[..Math.Min(tool.Name.Length, MostNameLength)];
                throw new RequestException(
                    $"A tool is named '{shown}': a name has 1 to {MostNameLength} letters, digits, '_', '-' or '.'.");
            }
            if (!_tools.TryAdd(tool.Name, tool)) throw new RequestException(
                $"Two tools are named '{tool.Name}': give each a name of its own.");
        }
        if (choice.Kind == ToolChoiceKind.None) _tools.Clear();
        if (choice.Kind == ToolChoiceKind.Required && _tools.Count == 0) throw new RequestException(
            "A tool must be called, and none was given: give one, or let the model choose.");
        if (choice.Kind != ToolChoiceKind.Named) return;
        if (choice.Name is null || !_tools.TryGetValue(choice.Name, out var named))
        {
            throw new RequestException(
                $"The tool '{choice.Name}' must be called, and it is not among those given: give it, or choose another.");
        }
        _tools.Clear();
        _tools.Add(named.Name, named);
    }

    public IReadOnlyCollection<ToolDefinition> All => _tools.Values;

    public bool IsEmpty => _tools.Count == 0;

    public bool Has(string name) => _tools.ContainsKey(name);

    /// <summary>What a parameter's schema says of its types; null where nothing is said.</summary>
    public IReadOnlyList<string>? Types(string tool, string parameter)
    {
        var schema = _tools[tool].Parameters;
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties)) return null;
        return properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(parameter, out var property)
            ? ParameterTypes.Of(property, schema)
            : null;
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.';
}
