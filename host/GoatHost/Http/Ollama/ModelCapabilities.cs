using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Http.Ollama;

/// <summary>What a model can do, as its files tell: clients show what these words allow.</summary>
internal static class ModelCapabilities
{
    private static readonly string[] InfillKeys = ["tokenizer.ggml.fim_pre_token_id", "tokenizer.ggml.prefix_token_id"];

    public static IReadOnlyList<string> Of(ModelSummary summary, GgufFile? header = null)
    {
        // Encoders alone say how they pool.
        if (IsEncoder(summary) || header?.Whole($"{summary.Architecture}.pooling_type") is > 0) return ["embedding"];
        var capabilities = new List<string> { "completion" };
        if (summary.ChatTemplate?.Contains("tools", StringComparison.Ordinal) == true) capabilities.Add("tools");
        if (Thinks(summary)) capabilities.Add("thinking");
        if (header is not null && InfillKeys.Any(header.Metadata.ContainsKey)) capabilities.Add("insert");
        return capabilities;
    }

    /// <summary>Whether the model's template knows of reasoning.</summary>
    public static bool Thinks(ModelSummary summary) => summary.ChatTemplate is { } template
        && (template.Contains("<think>", StringComparison.Ordinal) || template.Contains("enable_thinking", StringComparison.Ordinal)
            || template.Contains("reasoning_effort", StringComparison.Ordinal));

    private static bool IsEncoder(ModelSummary summary) =>
        summary.Architecture.Contains("bert", StringComparison.Ordinal)
        || summary.Architecture.EndsWith("-embedding", StringComparison.Ordinal);
}
