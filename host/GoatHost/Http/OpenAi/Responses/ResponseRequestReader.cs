using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>Reads a request for a response. Nothing is kept between two: the whole conversation comes each time.</summary>
internal static class ResponseRequestReader
{
    private const double Hottest = 2;
    private const int MostAlternatives = 20;
    private const int MostIncluded = 16;

    public static ResponseRequest Read(JsonFields body)
    {
        foreach (var kept in new[] { "previous_response_id", "conversation", "prompt" })
        {
            if (body.Get(kept) is not null) throw body.Wrong(kept, "left out: nothing is kept here; send the whole conversation as input");
        }
        _ = body.Object("metadata"); // repeated in the answer, and looked at before there is one
        if (body.Boolean("background") == true) throw body.Wrong("background", "false: an answer ends with its request");
        return new ResponseRequest(body.RequiredText("model"), Generation(body), body.Boolean("stream") ?? false, body);
    }

    private static GenerationRequest Generation(JsonFields body)
    {
        var tools = ToolFields.Read(body);
        var choice = ToolFields.Choice(body, tools);
        var effort = body.Fields("reasoning")?.Text("effort");
        var tellsTokens = body.Texts("include", MostIncluded)?.Contains("message.output_text.logprobs") == true;
        return new GenerationRequest
        {
            Messages = ResponseInputReader.Read(body),
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = ToolFields.Parallel(body.Boolean("parallel_tool_calls"), choice),
            Format = body.Fields("text")?.Fields("format") is { } format ? FormatFields.OpenAi(format) : null,
            Think = effort switch { null => null, "none" => false, _ => true },
            ReasoningEffort = effort is "none" ? null : effort,
            Sampling = SamplingFields.Read(body, Hottest),
            MaxTokens = body.Integer("max_output_tokens", 1),
            LogProbabilities = tellsTokens ? body.Integer("top_logprobs", 0, MostAlternatives) ?? 0 : null,
            DropOldestMessages = Truncates(body),
        };
    }

    private static bool Truncates(JsonFields body) => body.Text("truncation") switch
    {
        null or "disabled" => false,
        "auto" => true,
        _ => throw body.Wrong("truncation", "auto or disabled"),
    };
}
