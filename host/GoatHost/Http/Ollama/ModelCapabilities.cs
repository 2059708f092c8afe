using System.Text.RegularExpressions;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Http.Ollama;

/// <summary>What a model can do, as its files tell: clients show what these words allow.</summary>
internal static partial class ModelCapabilities
{
    private static readonly string[] InfillKeys = ["tokenizer.ggml.fim_pre_token_id", "tokenizer.ggml.prefix_token_id"];

    public static IReadOnlyList<string> Of(ModelSummary summary, GgufFile? header = null)
    {
        // Encoders alone say how they pool.
        if (IsEncoder(summary) || header?.Whole($"{summary.Architecture}.pooling_type") is > 0) return ["embedding"];
        var capabilities = new List<string> { "completion" };
        if (summary.ChatTemplate is { } template && ToolsInCode().IsMatch(template)) capabilities.Add("tools");
        if (Thinks(summary)) capabilities.Add("thinking");
        if (header is not null && InfillKeys.Any(header.Metadata.ContainsKey)) capabilities.Add("insert");
        return capabilities;
    }

    /// <summary>Whether the model's template knows of reasoning.</summary>
    public static bool Thinks(ModelSummary summary) => summary.ChatTemplate is { } template
        && (template.Contains("<think>", StringComparison.Ordinal) || template.Contains("enable_thinking", StringComparison.Ordinal)
            || template.Contains("reasoning_effort", StringComparison.Ordinal));

    // The word in the template's code, where tools are listed; in its text it may be anything. Without backtracking, as templates are strangers' own.
    [GeneratedRegex(@"\{[%{][^%}]*\btools\b", RegexOptions.NonBacktracking)]
    private static partial Regex ToolsInCode();

    private static bool IsEncoder(ModelSummary summary) =>
        summary.Architecture.Contains("bert", StringComparison.Ordinal)
        || summary.Architecture.EndsWith("-embedding", StringComparison.Ordinal);
}
