using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GoatHost.Http.Anthropic;

/// <summary>Anthropic's errors: <c>{"type":"error","error":{"type":…,"message":…}}</c>.</summary>
internal sealed class AnthropicErrors : IErrorDialect
{
    public JsonTypeInfo Type => AnthropicJson.Default.AnthropicError;

    public byte[] Write(ApiException failure)
    {
        var error = new AnthropicError("error", new AnthropicErrorBody(TypeOf(failure.Status), failure.Message));
        return JsonSerializer.SerializeToUtf8Bytes(error, AnthropicJson.Default.AnthropicError);
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 => "overloaded_error",
        >= 500 => "api_error",
        _ => "invalid_request_error",
    };
}
