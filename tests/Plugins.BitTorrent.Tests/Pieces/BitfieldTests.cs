using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.BitTorrent.Pieces;

namespace GoatHost.Plugins.BitTorrent.Tests.Pieces;

public sealed class BitfieldTests
{
    [Fact]
    public void What_is_set_is_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), bits =>
        {
            var field = new Bitfield(bits.Length);
            for (var i = 0; i < bits.Length; i++)
            {
                if (bits[i]) field.Set(i);
            }
            return Bitfield.TryRead(field.Bytes, bits.Length, out var read)
                && read.Count == bits.Count(b => b)
                && Enumerable.Range(0, bits.Length).All(i => read[i] == bits[i]);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(8, new byte[] { 0xFF }, true)]
    [InlineData(9, new byte[] { 0xFF, 0x80 }, true)]
    [InlineData(9, new byte[] { 0xFF, 0xC0 }, false)]
    [InlineData(9, new byte[] { 0xFF }, false)]
    [InlineData(8, new byte[] { 0xFF, 0 }, false)]
    public void Spare_bits_and_wrong_lengths_are_refused(int length, byte[] bytes, bool expected)
    {
        Assert.Equal(expected, Bitfield.TryRead(bytes, length, out var field));
        if (expected) Assert.True(field.IsFull);
    }
}
