using System.Numerics;
using System.Text;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Secret keys in the form that Bitcoin Core imports (WIF: Base58 with a checksum).</summary>
internal static class WalletImport
{
    private const byte Money = 0x80, Test = 0xef, Compressed = 1;
    private const int ChecksumLength = 4;
    private const string Characters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Encode(SecretKey key, Network network)
    {
        byte[] payload = [network.IsMoney ? Money : Test, .. key.ToBytes(), Compressed];
        byte[] whole = [.. payload, .. Hash256.DoubleSha256(payload).ToBytes().AsSpan(0, ChecksumLength)];
        var text = new StringBuilder();
        // The first byte is never zero, so no leading zeros need their own sign.
        for (var number = new BigInteger(whole, isUnsigned: true, isBigEndian: true); !number.IsZero; number /= Characters.Length)
        {
            text.Insert(0, Characters[(int)(number % Characters.Length)]);
        }
        return text.ToString();
    }
}
