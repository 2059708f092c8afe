using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer;

/// <summary>Reads requests of <c>/completion</c> and <c>/infill</c>.</summary>
internal static class LlamaCompletionReader
{
    // llama-server's temperatures have no end; a runtime has.
    private const double Hottest = 1e9;
    private const int MostPrompts = 64;
    private const int MostAlternatives = 100;
    private const int MostFiles = 64;

    public static LlamaCompletionRequest Completion(JsonFields body, string model)
    {
        var isObject = body.Get("prompt") is { ValueKind: JsonValueKind.Object };
        var prompts = isObject
            ? [Common(body) with { Prompt = body.RequiredFields("prompt").RequiredText("prompt_string") }]
            : PromptField.Read(body, "prompt", MostPrompts, Common(body));
        var isList = body.Get("prompt") is { ValueKind: JsonValueKind.Array } array && array[0].ValueKind != JsonValueKind.Number;
        return Request(body, model, prompts, isList);
    }

    public static LlamaCompletionRequest Infill(JsonFields body, string model)
    {
        // llama.cpp too sets other files before the prefix like this where a model has no marks for them.
        var files = body.Array("input_extra") is { } extra && extra.GetArrayLength() > MostFiles
            ? throw body.Wrong("input_extra", $"at most {MostFiles} files")
            : body.Items("input_extra").Select(file => $"\n\n--- snippet ---\n\n{file.Text("text")}");
        var prompt = Common(body) with
        {
            Prompt = string.Concat(files) + body.Text("input_prefix") + body.Text("prompt"),
            Suffix = body.Text("input_suffix") ?? "",
        };
        return Request(body, model, [prompt], isList: false);
    }

    private static LlamaCompletionRequest Request(JsonFields body, string model, IReadOnlyList<GenerationRequest> prompts, bool isList) =>
        new(model, prompts, isList, body.Integer("n_probs") > 0, body.Boolean("return_tokens") ?? false, body.Boolean("stream") ?? false);

    private static GenerationRequest Common(JsonFields body)
    {
        var alternatives = body.Integer("n_probs", 0, MostAlternatives) ?? 0;
        return new GenerationRequest
        {
            Format = FormatFields.Read(body),
            Sampling = SamplingFields.Read(body, Hottest),
            Stop = StopField.Read(body),
            MaxTokens = LimitField.Read(body, "n_predict", "max_tokens"),
            IgnoreEnd = body.Boolean("ignore_eos") ?? false,
            LogProbabilities = alternatives > 0 || body.Boolean("return_tokens") == true ? alternatives : null,
            KeepTokens = body.Integer("n_keep", -1) ?? 0,
            CachePrompt = body.Boolean("cache_prompt") ?? true,
        };
    }
}
