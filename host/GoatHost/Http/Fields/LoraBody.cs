namespace GoatHost.Http.Fields;

/// <summary>How strongly an adapter is felt, for <c>/openapi.json</c>: <see cref="LoraField"/> reads it.</summary>
internal sealed record LoraBody(int? Id, float? Scale);
