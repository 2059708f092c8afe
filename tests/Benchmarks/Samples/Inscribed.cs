using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GoatHost.Benchmarks.Samples;

/// <summary>A reveal transaction that inscribes so many bytes, as a wallet writes it: pushes of 520 bytes in a taproot script.</summary>
internal static class Inscribed
{
    private const int LongestPush = 520;

    public static byte[] Transaction(int bodyBytes)
    {
        var script = Script(bodyBytes);
        using var transaction = new MemoryStream();
        transaction.Write([2, 0, 0, 0, 0, 1, 1]);                  // version, BIP144 marker and flag, one input
        transaction.Write(new byte[36]);
        transaction.Write([0, 0xfd, 0xff, 0xff, 0xff, 1]);         // no script, its sequence, one output
        transaction.Write(new byte[8]);
        transaction.Write([34, 0x51, 32, .. new byte[32]]);
        transaction.Write([3, 64, .. new byte[64]]);               // a witness of three: signature, script, control block
        Length(transaction, script.Length);
        transaction.Write(script);
        transaction.Write([33, 0xc0, .. new byte[32]]);
        transaction.Write(new byte[4]);
        return transaction.ToArray();
    }

    private static byte[] Script(int bodyBytes)
    {
        var body = new byte[bodyBytes];
        new Random(7).NextBytes(body);
        using var script = new MemoryStream();
        script.Write([32, .. SHA256.HashData("key"u8), 0xac]);     // <key> OP_CHECKSIG
        script.Write([0x00, 0x63, 3, .. "ord"u8]);                 // OP_FALSE OP_IF "ord"
        script.Write([1, 1, 10, .. "text/plain"u8, 0x00]);         // the content type, then the body
        foreach (var push in body.Chunk(LongestPush))
        {
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)push.Length);
            script.Write([0x4d, .. length, .. push]);              // OP_PUSHDATA2
        }
        script.WriteByte(0x68);                                    // OP_ENDIF
        return script.ToArray();
    }

    private static void Length(Stream stream, int length)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, length);
        stream.Write([0xfe, .. number]);
    }
}
