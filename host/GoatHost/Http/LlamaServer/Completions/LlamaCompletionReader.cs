using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>Reads requests of <c>/completion</c> and <c>/infill</c>.</summary>
internal static class LlamaCompletionReader
{
    // llama-server's temperatures have no end; a runtime has.
    private const double Hottest = 1e9;
    private const int MostPrompts = 64;
    private const int MostAlternatives = 100;
    private const int MostFiles = 64;
    private const int MostFields = 64;

    public static LlamaCompletionRequest Completion(JsonFields body, string model)
    {
        var prompts = MixedPromptField.Read(body, MostPrompts);
        return Request(body, model, prompts) with { IsList = MixedPromptField.IsList(body.Get("prompt")!.Value) };
    }

    public static LlamaCompletionRequest Infill(JsonFields body, string model)
    {
        // llama.cpp too sets other files before the prefix like this where a model has no marks for them.
        var files = body.Array("input_extra") is { } extra && extra.GetArrayLength() > MostFiles
            ? throw body.Wrong("input_extra", $"at most {MostFiles} files")
            : body.Items("input_extra").Select(file => $"\n\n--- snippet ---\n\n{file.Text("text")}");
        var text = string.Concat(files) + body.Text("input_prefix") + body.Text("prompt");
        var request = Request(body, model, [new MixedPrompt([new PromptPiece(text, null)])]);
        return request with { Common = request.Common with { Suffix = body.Text("input_suffix") ?? "" } };
    }

    private static LlamaCompletionRequest Request(JsonFields body, string model, IReadOnlyList<MixedPrompt> prompts)
    {
        if (body.Boolean("post_sampling_probs") == true)
        {
            throw new ApiException(501, "Probabilities after sampling are not told: leave post_sampling_probs out for those before it.")
            {
                Param = "post_sampling_probs",
            };
        }
        var (alternatives, tokens) = (body.Integer("n_probs", 0, MostAlternatives) ?? 0, body.Boolean("return_tokens") ?? false);
        var timings = body.Boolean("timings_per_token") ?? false;
        return new LlamaCompletionRequest(model, Common(body, alternatives > 0 || tokens || timings ? alternatives : null), prompts)
        {
            Stream = body.Boolean("stream") ?? false,
            TellsProbabilities = alternatives > 0,
            TellsTokens = tokens,
            TellsTimings = timings,
            Slot = body.Integer("id_slot", -1) ?? -1,
            Fields = body.Texts("response_fields", MostFields) ?? [],
        };
    }

    private static GenerationRequest Common(JsonFields body, int? alternatives) => new()
    {
        Format = FormatFields.Read(body),
        Sampling = SamplingFields.Read(body, Hottest),
        Stop = StopField.Read(body),
        MaxTokens = LimitField.Read(body, "n_predict", "max_tokens"),
        IgnoreEnd = body.Boolean("ignore_eos") ?? false,
        LogProbabilities = alternatives,
        KeepTokens = body.Integer("n_keep", -1) ?? 0,
        CachePrompt = body.Boolean("cache_prompt") ?? true,
    };
}
