using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>What a chat template is told beside the messages.</summary>
internal sealed record ChatOptions
{
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Whether to end with what begins an answer.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Whether to think; null leaves it to the template.</summary>
    public bool? Think { get; init; }

    public string? ReasoningEffort { get; init; }

    /// <summary>A JSON object of further variables.</summary>
    public JsonElement? Variables { get; init; }

    public static ChatOptions Of(GenerationRequest request) => new()
    {
        Tools = request.ToolChoice.Kind == ToolChoiceKind.None ? [] : request.Tools,
        Think = request.Think,
        ReasoningEffort = request.ReasoningEffort,
        Variables = request.TemplateVariables,
    };
}
