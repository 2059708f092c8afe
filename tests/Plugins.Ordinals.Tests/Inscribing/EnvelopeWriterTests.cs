using GoatHost.Plugins.Ordinals.Inscribing;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Inscribing;

/// <summary>Envelopes written, and read by the reader of other people's.</summary>
public sealed class EnvelopeWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(75)]
    [InlineData(76)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(520)]
    [InlineData(521)]
    [InlineData(1_041)]
    [InlineData(100_000)]
    public void Every_length_is_read_back_byte_for_byte(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var parent = new InscriptionId(new(Enumerable.Repeat((byte)9, 32).ToArray()), (uint)length);
        var inscription = ReadBack(new(bytes, "text/plain", "goat"), parent);
        Assert.Equal(bytes, inscription.Body!.Value.Span);
        Assert.Equal(("text/plain", "goat", parent), (inscription.ContentType, inscription.Metaprotocol, Assert.Single(inscription.Parents)));
        Assert.Null(inscription.StaticCurse);
    }

    // 1 to 16 and 0x81 have opcodes of their own, which ord takes for a curse.
    [Fact]
    public void A_single_byte_is_pushed_as_data_whatever_it_is()
    {
        for (var value = 0; value < 256; value++)
        {
            var inscription = ReadBack(new(new[] { (byte)value }, "text/plain", null), null);
            Assert.Equal([(byte)value], inscription.Body!.Value.ToArray());
            Assert.False(inscription.PushNumber);
        }
    }

    [Theory]
    [InlineData(0u, 32)]
    [InlineData(1u, 33)]
    [InlineData(256u, 34)]
    [InlineData(uint.MaxValue, 36)]
    public void An_id_is_written_without_needless_zeros_and_read_again(uint index, int length)
    {
        var id = new InscriptionId(new(Enumerable.Repeat((byte)9, 32).ToArray()), index);
        Assert.Equal(length, id.Encode().Length);
        Assert.True(InscriptionId.TryDecode(id.Encode(), out var read));
        Assert.Equal(id, read);
    }

    private static Inscription ReadBack(InscribedContent content, InscriptionId? parent)
    {
        var script = EnvelopeWriter.Write(SecretKey.Generate().PublicKey, content, parent);
        Assert.True(ScriptReader.IsWhole(script.Span));
        var input = new TransactionInput(new(new(new byte[32]), 0), default, 0) { Witness = [new byte[64], script, new byte[33]] };
        return Assert.Single(InscriptionReader.Read(Transaction.Build(2, [input], [new(330, new byte[34])])));
    }
}
