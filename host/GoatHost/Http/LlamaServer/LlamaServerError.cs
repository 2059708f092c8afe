namespace GoatHost.Http.LlamaServer;

internal sealed record LlamaServerError(LlamaServerErrorBody Error);

internal sealed record LlamaServerErrorBody(int Code, string Message, string Type)
{
    public string? Param { get; init; }
    public int? NPromptTokens { get; init; }
    public int? NCtx { get; init; }
}
