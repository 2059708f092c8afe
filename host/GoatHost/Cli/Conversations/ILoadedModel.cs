using GoatHost.Abstractions;

namespace GoatHost.Cli.Conversations;

/// <summary>A loaded model as a conversation needs it: in this process, or in a server that runs.</summary>
internal interface ILoadedModel : IAsyncDisposable
{
    SessionLimits Limits { get; }

    IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct);
}
