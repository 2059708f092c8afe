namespace GoatHost.Http.Anthropic;

internal sealed record AnthropicError(string Type, AnthropicErrorBody Error);

internal sealed record AnthropicErrorBody(string Type, string Message);
