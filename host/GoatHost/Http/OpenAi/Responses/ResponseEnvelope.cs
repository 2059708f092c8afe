using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>The response around its items.</summary>
internal static class ResponseEnvelope
{
    private static readonly JsonElement NoTools = JsonElement.Parse("[]"u8);
    private static readonly JsonElement NoMetadata = JsonElement.Parse("{}"u8);
    private static readonly JsonElement AutoChoice = JsonElement.Parse("\"auto\""u8);
    private static readonly JsonElement PlainText = JsonElement.Parse("""{"format":{"type":"text"}}"""u8);
    private static readonly JsonElement NoReasoning = JsonElement.Parse("""{"effort":null,"summary":null}"""u8);

    public static ResponseAnswer New(ResponseRequest request, DateTimeOffset now)
    {
        var (body, generation) = (request.Body, request.Generation);
        return new ResponseAnswer($"resp_{Guid.NewGuid():N}", "response", now.ToUnixTimeSeconds(), request.Model)
        {
            Instructions = body.Text("instructions"),
            MaxOutputTokens = generation.MaxTokens,
            ParallelToolCalls = generation.ParallelToolCalls,
            Temperature = generation.Sampling.Temperature,
            TopP = generation.Sampling.TopP,
            Truncation = generation.DropOldestMessages ? "auto" : "disabled",
            Text = body.Object("text") ?? PlainText,
            Reasoning = body.Object("reasoning") ?? NoReasoning,
            ToolChoice = body.Get("tool_choice") ?? AutoChoice,
            Tools = body.Array("tools") ?? NoTools,
            Metadata = body.Object("metadata") ?? NoMetadata,
        };
    }

    public static ResponseAnswer Ended(ResponseAnswer begun, ResponseOutput output)
    {
        var cut = output.End?.Reason == FinishReason.Length;
        return begun with
        {
            Status = cut ? "incomplete" : "completed",
            IncompleteDetails = cut ? new IncompleteDetails("max_output_tokens") : null,
            Output = output.Items,
            Usage = output.End is { } end ? Usage(end) : null,
        };
    }

    public static ResponseAnswer Failed(ResponseAnswer begun, ResponseOutput output, ApiException failure) => begun with
    {
        Status = "failed",
        Error = new ResponseError(failure.Code ?? OpenAiErrors.TypeOf(failure.Status), failure.Message),
        Output = output.Items,
    };

    private static ResponseUsage Usage(GenerationEnd end) => new(
        end.PromptTokens,
        end.GeneratedTokens,
        end.PromptTokens + end.GeneratedTokens,
        new PromptDetails(end.CachedTokens),
        new CompletionDetails(end.ReasoningTokens));
}
