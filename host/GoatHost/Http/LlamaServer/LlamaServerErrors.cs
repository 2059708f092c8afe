using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GoatHost.Http.OpenAi;

namespace GoatHost.Http.LlamaServer;

/// <summary>llama-server's errors: <c>{"error":{"code":400,"message":…,"type":…}}</c>, where the code is the status.</summary>
internal sealed class LlamaServerErrors : IErrorDialect
{
    public JsonTypeInfo Type => LlamaServerJson.Default.LlamaServerError;

    public byte[] Write(ApiException failure)
    {
        var body = new LlamaServerErrorBody(failure.Status, failure.Message, failure.Type ?? OpenAiErrors.TypeOf(failure.Status))
        {
            Param = failure.Param,
            NPromptTokens = failure.PromptTokens,
            NCtx = failure.ContextTokens,
        };
        return JsonSerializer.SerializeToUtf8Bytes(new LlamaServerError(body), LlamaServerJson.Default.LlamaServerError);
    }
}
