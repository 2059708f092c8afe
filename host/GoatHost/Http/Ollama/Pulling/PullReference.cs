using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Ollama.Pulling;

/// <summary>What may be pulled by the API: every reference but a path on this machine, which is not for clients to see.</summary>
internal static class PullReference
{
    private const int Longest = 8192;

    public static Reference Read(string text)
    {
        var reference = new Reference(text);
        if (text.Length > Longest) throw ApiException.WrongField("model", $"at most {Longest} characters long");
        // A name may look like a scheme: tiny:q8_0. Read as a name it means the same to whoever knows it.
        if (ModelName.TryParse(text, out var name)) return IsFile(text) ? throw NoPath() : new Reference(name.ToString());
        return reference.Scheme is null or "file" ? throw NoPath() : reference;
    }

    private static bool IsFile(string text) => File.Exists(text)
        || text.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
        || text.EndsWith(".torrent", StringComparison.OrdinalIgnoreCase);

    private static ApiException NoPath() =>
        new(400, "A file on the server is not pulled over HTTP: run goat pull there, or give a name, an inscription or a magnet link.");
}
