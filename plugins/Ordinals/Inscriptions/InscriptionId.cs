using System.Buffers.Binary;
using System.Globalization;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>What names an inscription: the transaction that reveals it, and its number among the envelopes there.</summary>
internal readonly record struct InscriptionId(Hash256 TxId, uint Index)
{
    public const string Scheme = "ord";

    /// <summary>The form that the host keeps: <c>ord:&lt;txid&gt;i&lt;n&gt;</c>.</summary>
    public string Reference => $"{Scheme}:{this}";

    /// <summary>Reads <c>[ord:]&lt;txid&gt;[i&lt;n&gt;]</c>. A txid alone means its first inscription, as the first GOAT had it.</summary>
    public static bool TryParse(string? text, out InscriptionId id)
    {
        id = default;
        var rest = text.AsSpan();
        if (rest.StartsWith($"{Scheme}:", StringComparison.OrdinalIgnoreCase)) rest = rest[(Scheme.Length + 1)..];
        if (rest.Length < 64 || !Hash256.TryParse(rest[..64], out var txid)) return false;
        rest = rest[64..];
        var index = 0u;
        if (!rest.IsEmpty)
        {
            // "i00" would be a second name for the same inscription.
            var leadingZero = rest.Length > 2 && rest[1] == '0';
            if (rest[0] != 'i' || leadingZero || !uint.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out index))
            {
                return false;
            }
        }
        id = new(txid, index);
        return true;
    }

    /// <summary>Reads the form inside fields: a txid, then 0 to 4 little-endian bytes of index without needless zeros.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, out InscriptionId id)
    {
        id = default;
        if (value.Length is < 32 or > 36) return false;
        var tail = value[Hash256.Size..];
        if (tail.Length is > 0 and < 4 && tail[^1] == 0) return false;
        Span<byte> index = stackalloc byte[4];
        index.Clear();
        tail.CopyTo(index);
        id = new(new(value), BinaryPrimitives.ReadUInt32LittleEndian(index));
        return true;
    }

    /// <summary>The form inside fields.</summary>
    public byte[] Encode()
    {
        Span<byte> index = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(index, Index);
        return [.. TxId.ToBytes(), .. index.TrimEnd((byte)0)];
    }

    public override string ToString() => $"{TxId}i{Index}";
}
