using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>Reads a chat request field by field, so that what is wrong can be named. Unknown fields are ignored.</summary>
internal static class ChatRequestReader
{
    private const double Hottest = 2;
    private const int MostAlternatives = 20;

    public static ChatRequest Read(JsonFields body) => Read(body, body.RequiredText("model"));

    /// <summary>The same of a model that goes without saying: <c>/apply-template</c> takes what a chat takes.</summary>
    public static ChatRequest Read(JsonFields body, string model) => new(
        model,
        Generation(body),
        body.Integer("n", 1, Answers.Choices.Most) ?? 1,
        body.Boolean("stream") ?? false,
        body.Fields("stream_options")?.Boolean("include_usage") ?? false);

    /// <summary>What the model is asked, without what the API asks of the answer.</summary>
    private static GenerationRequest Generation(JsonFields body)
    {
        var tools = ToolFields.Read(body);
        var choice = ToolFields.Choice(body, tools);
        var effort = ReasoningEffort(body);
        return new GenerationRequest
        {
            Messages = ChatMessageReader.Read(body),
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = ToolFields.Parallel(body.Boolean("parallel_tool_calls"), choice),
            Format = FormatFields.Read(body),
            Think = effort switch { null => null, "none" => false, _ => true },
            ReasoningEffort = effort is "none" ? null : effort,
            TemplateVariables = body.Object("chat_template_kwargs"),
            Sampling = SamplingFields.Read(body, Hottest),
            Stop = StopField.Read(body),
            MaxTokens = LimitField.Read(body, "max_completion_tokens", "max_tokens", "n_predict"),
            IgnoreEnd = body.Boolean("ignore_eos") ?? false,
            LogProbabilities = body.Boolean("logprobs") == true ? body.Integer("top_logprobs", 0, MostAlternatives) ?? 0 : null,
            KeepTokens = body.Integer("n_keep", -1) ?? 0,
            CachePrompt = body.Boolean("cache_prompt") ?? true,
        };
    }

    private static string? ReasoningEffort(JsonFields body) => body.Text("reasoning_effort") switch
    {
        null => null,
        "none" or "minimal" or "low" or "medium" or "high" or "xhigh" => body.Text("reasoning_effort"),
        _ => throw body.Wrong("reasoning_effort", "none, minimal, low, medium, high or xhigh"),
    };
}
