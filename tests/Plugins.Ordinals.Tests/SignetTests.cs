using System.Numerics;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Curve;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Signet;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The signatures of signet's blocks, on the first real one.</summary>
public sealed class SignetTests
{
    /// <summary>Block 1 of the default signet.</summary>
    private const string First =
        "00000020f61eee3b63a380a477a063af32b2bbc97c9ff9f01f2c4225e973988108000000f575c83235984e7dc4afc1f30944c170462e84437ab6f2d52e16878a79e4678b"
        + "d1914d5fae77031eccf4070001010000000001010000000000000000000000000000000000000000000000000000000000000000ffffffff025151feffffff0200f2052a"
        + "010000001600149243f727dd5343293eb83174324019ec16c2630f0000000000000000776a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48beb"
        + "d836974e8cf94c4fecc7daa2490047304402205e423a8754336ca99dbe16509b877ef1bf98d008836c725005b3c787c41ebe46022047246e4467ad7cc7f1ad98662afcaf"
        + "14c115e0095a227c7b05c5182591c23e7e01000120000000000000000000000000000000000000000000000000000000000000000000000000";

    private static Network Signet => Network.Find("signet")!;

    [SkippableFact]
    public void Takes_the_first_block_of_signet()
    {
        var headers = File.ReadAllBytes(Chains.Public("mainnet/headers/signet-0-2016.bin"));
        var block = Read(Convert.FromHexString(First));
        Assert.Equal(headers[BlockHeader.Size..(2 * BlockHeader.Size)], block.Raw[..BlockHeader.Size].ToArray());
        Assert.Null(BlockCheck.Flaw(block.Raw, block.Header.Hash, out _));
        Assert.Null(SignetSignature.Flaw(Signet, block));
    }

    [Theory]
    [InlineData(0x44, "not by the keys")] // the time, which is signed
    [InlineData(0x24, null)] // the root, which is signed as it was without the signature
    [InlineData(0x4c, null)] // the nonce, which is found after signing
    [InlineData(0x8f, "not by the keys")] // who is paid
    [InlineData(0xb2, "not by the keys")] // the commitment to the witnesses
    [InlineData(0xdf, "not by the keys")] // the signature
    public void Says_which_bytes_the_signature_covers(int at, string? reason)
    {
        var bytes = Convert.FromHexString(First);
        bytes[at] ^= 1;
        var flaw = SignetSignature.Flaw(Signet, Read(bytes));
        if (reason is null) Assert.Null(flaw);
        else Assert.Contains(reason, flaw, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_without_a_signature_is_not_signet_s()
    {
        var unsigned = First.Replace("4c4fecc7daa249", "4c4fecc7daa349", StringComparison.Ordinal);
        Assert.Contains("carries no signature", SignetSignature.Flaw(Signet, Read(Convert.FromHexString(unsigned))), StringComparison.Ordinal);
        Assert.Null(SignetSignature.Flaw(Chains.Mainnet, Read(Convert.FromHexString(unsigned))));
    }

    [Fact]
    public void Another_challenge_is_not_met()
    {
        // The same keys, but both must sign: the case that Bitcoin Core's own test refuses.
        var both = Signet.Challenge!.Value.ToArray();
        both[0] = 0x52;
        var block = Read(Convert.FromHexString(First));
        Assert.Contains("not by the keys", SignetSignature.Flaw(Signet with { Challenge = both }, block), StringComparison.Ordinal);
        var unknown = Signet with { Challenge = new byte[] { 0x51 } };
        Assert.Contains("of a kind that is not checked", SignetSignature.Flaw(unknown, block), StringComparison.Ordinal);
    }

    [Fact]
    public void Ecdsa_takes_what_a_key_signed_and_nothing_else()
    {
        var random = new Random(7);
        for (var round = 0; round < 8; round++)
        {
            var (key, nonce) = (NextScalar(random), NextScalar(random));
            var hash = new byte[32];
            random.NextBytes(hash);
            var (x, y) = Secp256k1.MultiplyGenerator(key).ToAffine();
            byte[] publicKey = [y.IsEven ? (byte)2 : (byte)3, .. x.ToBytes()];
            // By other arithmetic than that which verifies.
            var r = Numbers.Of(Secp256k1.MultiplyGenerator(nonce).ToAffine().X) % Numbers.N;
            var inverse = BigInteger.ModPow(Numbers.Of(nonce), Numbers.N - 2, Numbers.N);
            var s = inverse * (Numbers.Of(hash) + r * Numbers.Of(key)) % Numbers.N;
            var signature = Der(r, s);
            Assert.True(Ecdsa.Verify(publicKey, hash, signature));
            // Either half of the range is a signature: consensus asks for no low s.
            Assert.True(Ecdsa.Verify(publicKey, hash, Der(r, Numbers.N - s)));
            Assert.False(Ecdsa.Verify([(byte)(publicKey[0] ^ 1), .. publicKey.AsSpan(1)], hash, signature));
            Assert.False(Ecdsa.Verify(publicKey, [(byte)(hash[0] ^ 1), .. hash.AsSpan(1)], signature));
            Assert.False(Ecdsa.Verify(publicKey, hash, Der(r, s + Numbers.N)));
            Assert.False(Ecdsa.Verify(publicKey, hash, Der(0, s)));
            Assert.False(Ecdsa.Verify(publicKey, hash, [.. signature, 0]));
            for (var length = 0; length < signature.Length; length++) Assert.False(Ecdsa.Verify(publicKey, hash, signature.AsSpan(0, length)));
        }
    }

    private static Scalar NextScalar(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return Scalar.Reduce(bytes);
    }

    private static byte[] Der(BigInteger r, BigInteger s)
    {
        byte[] first = r.ToByteArray(isBigEndian: true), second = s.ToByteArray(isBigEndian: true);
        return [0x30, (byte)(4 + first.Length + second.Length), 2, (byte)first.Length, .. first, 2, (byte)second.Length, .. second];
    }

    private static Block Read(byte[] bytes) => Block.TryRead(bytes, out var block) ? block : throw new InvalidDataException("not a block");
}
