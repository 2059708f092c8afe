namespace GoatHost.Http.LlamaServer;

/// <summary>That what was asked is done.</summary>
internal sealed record LlamaSuccess(bool Success);
