using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Http.Models;

/// <summary>A model that a client names by what it came from: an inscription, a magnet link, an IPFS address.</summary>
/// <remarks>Never a path or a web address: a client could have any file of this machine looked at, or any server asked from it.</remarks>
internal static partial class ModelReference
{
    private const int Longest = 8192;
    private const string Inscription = "ord:";

    private static readonly string[] Schemes = ["ord", "magnet", "ipfs", "ipns"];

    /// <summary>Reads a name. Clients put Ollama's <c>:latest</c> behind it, and people leave out the <c>ord:</c> before an inscription.</summary>
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
