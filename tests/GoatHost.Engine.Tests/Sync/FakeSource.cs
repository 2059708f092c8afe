using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Tests.Sync;

/// <summary>A scripted source.</summary>
internal sealed class FakeSource(string name = "ord") : ISource
{
    public string Name => name;

    public Dictionary<string, ModelDescription> Models { get; } = [];

    public Dictionary<string, Content> Contents { get; } = [];

    public List<Discovery> Steps { get; } = [];

    public string? FailsWith { get; set; }

    public string? StartedFrom { get; private set; }

    public bool CanResolve(Reference reference) => reference.Scheme == name;

    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct) => Models.TryGetValue(reference.Text, out var model)
        ? Task.FromResult(model)
        : throw new GoatException($"There is no {reference}.");

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => Contents.TryGetValue(reference.Text, out var content)
        ? Task.FromResult(content)
        : throw new GoatException($"There is no {reference}.");

    public async IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        StartedFrom = cursor;
        foreach (var step in Steps)
        {
            await Task.Yield();
            yield return step;
        }
        if (FailsWith is { } failure) throw new GoatException(failure);
    }
}
