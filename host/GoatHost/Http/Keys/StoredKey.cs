using System.Security.Cryptography;
using System.Text;

namespace GoatHost.Http.Keys;

/// <summary>What is kept of a key: enough to know it again, and nothing to make it from. A key is 256 random bits: no slow hash is needed.</summary>
/// <param name="Name">How people call it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Salt">Random bytes of its own.</param>
/// <param name="Hash">HMAC-SHA256 of the key under the salt.</param>
internal sealed record StoredKey(string Name, DateTimeOffset Created, byte[] Salt, byte[] Hash)
{
    private const int Bytes = 32;

    /// <summary>Makes a new key. It is given out this once.</summary>
    public static (StoredKey Stored, string Key) Make(string name, DateTimeOffset now)
    {
        var key = "goat-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        var salt = RandomNumberGenerator.GetBytes(Bytes);
        return (new StoredKey(name, now, salt, HashOf(salt, key)), key);
    }

    /// <summary>Compares in a time that tells nothing of the key.</summary>
    public bool Matches(string sent) => CryptographicOperations.FixedTimeEquals(HashOf(Salt, sent), Hash);

    private static byte[] HashOf(byte[] salt, string key) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(key));
}
