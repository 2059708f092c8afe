using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Http.Models;

/// <summary>A model that a client names by what it came from: an inscription, a magnet link, an IPFS address. Never a path or a web address.</summary>
internal static partial class ModelReference
{
    private const int Longest = 8192;
    private const string Inscription = "ord:";

    private static readonly string[] Schemes = ["ord", "magnet", "ipfs", "ipns"];

    /// <summary>Reads a name. Clients that know Ollama's put <c>:latest</c> behind it, and people leave the <c>ord:</c> before an inscription out.</summary>
    public static Reference? Read(string name)
    {
        if (name.Length > Longest) return null;
        var text = name.EndsWith(":latest", StringComparison.OrdinalIgnoreCase) ? name[..^":latest".Length] : name;
        if (BareInscription().IsMatch(text)) return new Reference(Inscription + text.ToLowerInvariant());
        var reference = new Reference(text);
        return reference.Scheme is { } scheme && Schemes.Contains(scheme) ? reference : null;
    }

    // A transaction's id, with the number of an inscription in it or without.
    [GeneratedRegex("^[0-9a-fA-F]{64}(i[0-9]{1,6})?$")]
    private static partial Regex BareInscription();
}
