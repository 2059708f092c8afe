namespace GoatHost.Http.Fields;

/// <summary>One of <c>lora</c>, and of the body of <c>/lora-adapters</c>; for <c>/openapi.json</c>.</summary>
/// <param name="Id">The adapter's place among those of its model.</param>
/// <param name="Scale">How strongly it is felt.</param>
internal sealed record LoraBody(int? Id, float? Scale);
