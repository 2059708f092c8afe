namespace GoatHost.Http.LlamaServer.Models;

/// <summary>An answer of <c>/models</c>: what there is, and what of it is in memory.</summary>
internal sealed record LlamaModelList(string Object, IReadOnlyList<LlamaModel> Data);

internal sealed record LlamaModel(string Id, string Object, long Created, string OwnedBy, string Path, LlamaModelStatus Status);

/// <param name="Value"><c>loaded</c> or <c>unloaded</c>.</param>
/// <param name="Args">What a process of its own would be started with: none here.</param>
internal sealed record LlamaModelStatus(string Value, IReadOnlyList<string> Args);
