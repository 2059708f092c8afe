namespace GoatHost.Http.LlamaServer.Models;

/// <summary>The body of <c>/models/load</c> and <c>/models/unload</c>, for <c>/openapi.json</c>.</summary>
internal sealed record LoadBody(string? Model);
