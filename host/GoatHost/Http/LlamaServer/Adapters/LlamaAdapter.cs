namespace GoatHost.Http.LlamaServer.Adapters;

/// <summary>An adapter of a model as <c>/lora-adapters</c> shows it; in place of a path of this machine its name.</summary>
internal sealed record LlamaAdapter(int Id, string Path, float Scale);
