using System.Security.Cryptography;
using System.Text;

namespace GoatHost.Http.Keys;

/// <summary>The key that a server was started with. Never shown; compared in a time that tells nothing of it.</summary>
internal sealed class ApiKey(string key)
{
    // Digests are of one length, so that not even the key's length shows in the time.
    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public bool Matches(string? sent) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent ?? "")), _digest);
}
