namespace GoatHost.Http.LlamaServer;

/// <summary>An answer of <c>/health</c>.</summary>
internal sealed record Health(string Status);
