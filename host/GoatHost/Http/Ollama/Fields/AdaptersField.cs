using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Http.Ollama.Library;

namespace GoatHost.Http.Ollama.Fields;

/// <summary>
/// Reads <c>adapters</c> of a model that is made: file names with their digests. The files are those that goat pull has registered; a name of
/// the store does in place of a digest.
/// </summary>
internal static class AdaptersField
{
    private const int Most = 32;

    public static async Task<IReadOnlyList<AdapterScale>?> ReadAsync(JsonFields body, IModelLibrary library, CancellationToken ct)
    {
        if (body.Object("adapters") is not { } files) return null;
        var adapters = new List<AdapterScale>();
        foreach (var file in files.EnumerateObject())
        {
            if (adapters.Count == Most) throw body.Wrong("adapters", $"at most {Most} files");
            if (file.Value.ValueKind != JsonValueKind.String || file.Value.GetString() is not { Length: > 0 } wanted)
                throw body.Wrong($"adapters.{file.Name}", "a digest (sha256:…) or a name");
            var adapter = await library.FindAdapterAsync(wanted, ct) ?? throw new ApiException(400,
                $"There is no adapter {wanted} on this machine: register the file with goat pull first, and it is found by its digest.") { Param = "adapters" };
            adapters.Add(new AdapterScale(adapter.DigestName));
        }
        return adapters.Count > 0 ? adapters : null;
    }
}
