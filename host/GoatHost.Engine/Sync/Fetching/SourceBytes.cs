using GoatHost.Abstractions;
using GoatHost.Engine.Store.Transfers;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>Fetches a model that is itself the content of a reference, such as a GGUF inscribed whole, from the source that reads it.</summary>
internal sealed class SourceBytes(ICapabilities capabilities)
{
    public ISource? For(Locator locator) => capabilities.Sources.FirstOrDefault(source => source.CanResolve(new Reference(locator.Text)));

    public static async Task FetchAsync(ISource source, Locator locator, ArtifactFile file, CancellationToken ct)
    {
        var content = await source.ReadAsync(new Reference(locator.Text), ct);
        if (content.Bytes.Length != file.Length)
            throw new GoatException($"{locator} holds {content.Bytes.Length} bytes, where {file.Path} has {file.Length}.");
        await file.WriteAsync(0, content.Bytes, ct);
    }
}
