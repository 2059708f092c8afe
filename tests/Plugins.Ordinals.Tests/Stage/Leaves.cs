using System.Text;
using GoatHost.Plugins.Ordinals.Curve;
using GoatHost.Plugins.Ordinals.Taproot;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Taproot outputs over one or two leaves, and the witnesses that open them (BIP341).</summary>
internal sealed class Leaves
{
    // The generator's x: a key as good as any where nothing is signed.
    private static readonly byte[] InternalKey = Convert.FromHexString("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");

    private readonly byte[][] _scripts;
    private readonly byte _parity;

    public Leaves(params byte[][] scripts)
    {
        _scripts = scripts;
        var hashes = scripts.Select(Hash).ToArray();
        var root = hashes.Length == 1 ? hashes[0] : Branch(hashes[0], hashes[1]);
        Assert.True(AffinePoint.TryLiftX(InternalKey, out var point));
        Assert.True(Scalar.TryRead(TaggedHash.Tweak.Of(InternalKey, root), out var tweak));
        var (x, y) = (Secp256k1.MultiplyGenerator(tweak) + point).ToAffine();
        _parity = y.IsEven ? (byte)0 : (byte)1;
        Output = (byte[])[0x51, 0x20, .. x.ToBytes()];
    }

    public ReadOnlyMemory<byte> Output { get; }

    /// <summary>The witness that opens one of the leaves.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Open(int leaf)
    {
        byte[] path = _scripts.Length == 1 ? [] : Hash(_scripts[1 - leaf]);
        return [_scripts[leaf], (byte[])[(byte)(0xc0 | _parity), .. InternalKey, .. path]];
    }

    /// <summary>An envelope: fields by their tags, then a body in pushes of at most 520 bytes.</summary>
    public static byte[] Envelope(byte[]? body, params (byte Tag, byte[] Value)[] fields)
    {
        var script = new List<byte> { 0x00, 0x63, 0x03, (byte)'o', (byte)'r', (byte)'d' };
        foreach (var (tag, value) in fields)
        {
            foreach (var part in value.Chunk(520)) script.AddRange([1, tag, .. Push(part)]);
        }
        if (body is not null)
        {
            script.Add(0);
            foreach (var part in body.Chunk(520)) script.AddRange(Push(part));
        }
        script.Add(0x68);
        return [.. script];
    }

    public static byte[] Text(string text) => Envelope(Encoding.UTF8.GetBytes(text), (1, "text/plain"u8.ToArray()));

    private static byte[] Push(byte[] data) => [0x4d, (byte)data.Length, (byte)(data.Length >> 8), .. data];

    private static byte[] Hash(byte[] script) => TaggedHash.Leaf.Of((byte[])[0xc0, .. Size(script.Length)], script);

    private static byte[] Size(int length) => length < 0xfd ? [(byte)length] : [0xfd, (byte)length, (byte)(length >> 8)];

    private static byte[] Branch(byte[] one, byte[] other) =>
        one.AsSpan().SequenceCompareTo(other) < 0 ? TaggedHash.Branch.Of(one, other) : TaggedHash.Branch.Of(other, one);
}
