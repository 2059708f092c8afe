using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GoatHost.Http.OpenAi;

/// <summary>OpenAI's errors, <c>{"error":{"message":…,"type":…,"param":…,"code":…}}</c>, with llama-server's types beside its own.</summary>
internal sealed class OpenAiErrors : IErrorDialect
{
    public JsonTypeInfo Type => OpenAiJson.Default.OpenAiError;

    public byte[] Write(ApiException failure) => JsonSerializer.SerializeToUtf8Bytes(Of(failure), OpenAiJson.Default.OpenAiError);

    public static OpenAiError Of(ApiException failure)
    {
        var type = failure.Type ?? TypeOf(failure.Status);
        return new OpenAiError(new OpenAiErrorBody(failure.Message, type, failure.Param, failure.Code)
        {
            NPromptTokens = failure.PromptTokens,
            NCtx = failure.ContextTokens,
        });
    }

    /// <summary>The type of an error that has no other.</summary>
    public static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        501 => "not_supported_error",
        503 => "unavailable_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
