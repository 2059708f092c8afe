using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>How a peer introduces itself.</summary>
internal sealed record VersionMessage(uint Protocol, PeerServices Services, ulong Nonce, string UserAgent, int Height)
{
    /// <summary>The protocol spoken here: the one with <c>wtxidrelay</c>.</summary>
    public const uint Ours = 70_016;

    private const int AddressSize = 26, MaximumUserAgent = 256;

    public byte[] Write(long time)
    {
        var output = new ArrayBufferWriter<byte>(128);
        var span = output.GetSpan(20);
        BinaryPrimitives.WriteUInt32LittleEndian(span, Protocol);
        BinaryPrimitives.WriteUInt64LittleEndian(span[4..], (ulong)Services);
        BinaryPrimitives.WriteInt64LittleEndian(span[12..], time);
        output.Advance(20);
        // Two addresses that nobody needs: a peer knows them from the connection.
        output.Write(new byte[2 * AddressSize]);
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(8), Nonce);
        output.Advance(8);
        TransactionWriter.VarBytes(output, Encoding.ASCII.GetBytes(UserAgent));
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), Height);
        output.Advance(4);
        // BIP37: no transactions, please.
        output.Write<byte>([0]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a version; null when it is not one. What follows the height is of no interest here.</summary>
    public static VersionMessage? TryRead(ReadOnlyMemory<byte> payload)
    {
        var reader = new ByteReader(payload);
        var protocol = reader.UInt32();
        var services = reader.UInt64();
        reader.Bytes(8 + 2 * AddressSize);
        var nonce = reader.UInt64();
        var agent = reader.VarBytes();
        var height = reader.UInt32();
        if (reader.Failed || agent.Length > MaximumUserAgent) return null;
        return new(protocol, (PeerServices)services, nonce, ShownText.Of(Encoding.Latin1.GetString(agent.Span), "unnamed"), (int)height);
    }
}
