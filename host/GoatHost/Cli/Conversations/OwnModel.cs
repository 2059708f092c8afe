using GoatHost.Abstractions;

namespace GoatHost.Cli.Conversations;

/// <summary>A model that this command has loaded itself.</summary>
internal sealed class OwnModel(IModelSession session) : ILoadedModel
{
    public SessionLimits Limits => session.Limits;

    public IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct) => session.GenerateAsync(request, ct);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
