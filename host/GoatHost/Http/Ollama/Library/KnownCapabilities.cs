using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Ollama.Library;

/// <summary>What models can do, each read from its file once: a list of many would be slow otherwise.</summary>
internal sealed class KnownCapabilities(IModelLibrary library)
{
    private readonly ConcurrentDictionary<(string Path, FileStamp Stamp), IReadOnlyList<string>> _known = new();

    public async Task<IReadOnlyList<string>> OfAsync(StoredModel model, CancellationToken ct)
    {
        var file = model.Files[0];
        if (_known.TryGetValue((file.FullPath, file.Stamp), out var known)) return known;
        try
        {
            return _known[(file.FullPath, file.Stamp)] = ModelCapabilities.Of(model.Summary, await library.ReadHeaderAsync(model, ct));
        }
        catch (GoatException)
        {
            return ModelCapabilities.Of(model.Summary); // whose file cannot be read now is listed all the same
        }
    }
}
