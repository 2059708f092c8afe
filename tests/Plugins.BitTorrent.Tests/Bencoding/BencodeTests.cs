using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Plugins.BitTorrent.Tests.Bencoding;

public sealed class BencodeTests
{
    private static readonly BencodeLimits Limits = BencodeLimits.Message;

    [Theory]
    [InlineData("i0e")]
    [InlineData("i-1e")]
    [InlineData("i9223372036854775807e")]
    [InlineData("i-9223372036854775808e")]
    [InlineData("0:")]
    [InlineData("3:abc")]
    [InlineData("le")]
    [InlineData("de")]
    [InlineData("d0:i1e1:ai2ee")]
    [InlineData("ld1:ali1eee2:xye")]
    public void Canonical_text_is_read_and_keeps_its_bytes(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        Assert.True(BencodeReader.TryRead(bytes, Limits, out var value, out var fault), fault.ToString());
        Assert.Equal(bytes, value.Raw.ToArray());
    }

    [Theory]
    [InlineData("", "ends inside")]
    [InlineData("i", "integer")]
    [InlineData("ie", "integer")]
    [InlineData("i-0e", "canonical")]
    [InlineData("i01e", "canonical")]
    [InlineData("i-01e", "canonical")]
    [InlineData("i+1e", "canonical")]
    [InlineData("i 1e", "canonical")]
    [InlineData("i1.0e", "canonical")]
    [InlineData("i9223372036854775808e", "64 bits")]
    [InlineData("i11111111111111111111111111111111e", "too many")]
    [InlineData("01:a", "canonical")]
    [InlineData("-1:a", "no value")]
    [InlineData("4:abc", "past the end")]
    [InlineData("2147483648:a", "length")]
    [InlineData("99999999999:a", "length")]
    [InlineData("d1:bi1e1:ai2ee", "sorted")]
    [InlineData("d1:ai1e1:ai2ee", "twice")]
    [InlineData("di1ei2ee", "key")]
    [InlineData("d1:ae", "no value")]
    [InlineData("e", "end stands")]
    [InlineData("l", "ends inside")]
    [InlineData("i1ei2e", "after the end")]
    [InlineData("llllllllleeeeeeeee", "nested deeper")]
    [InlineData("x", "no value begins")]
    public void Anything_else_is_refused_with_the_place_and_the_reason(string text, string reason)
    {
        Assert.False(BencodeReader.TryRead(Encoding.Latin1.GetBytes(text), Limits, out _, out var fault));
        Assert.Contains(reason, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_values_and_too_long_a_text_are_refused()
    {
        Assert.False(BencodeReader.TryRead(Encoding.ASCII.GetBytes(
            "l" + new string('0', 0) + string.Concat(Enumerable.Repeat("0:", 3000)) + "e"), Limits, out _, out var many));
        Assert.Contains("more than 2000", many.ToString(), StringComparison.Ordinal);
        Assert.False(BencodeReader.TryRead(new byte[70_000], Limits, out _, out var longer));
        Assert.Contains("longer", longer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_tells_where_it_ends()
    {
        Assert.True(BencodeReader.TryReadPrefix("d5:piecei0eeRAW"u8.ToArray(), Limits, out var value, out var length, out _));
        Assert.Equal(12, length);
        Assert.True(value.TryGetInteger("piece"u8, out var piece));
        Assert.Equal(0, piece);
    }

    [Fact]
    public void A_missing_key_is_not_found_and_a_wrong_kind_is_not_read()
    {
        Assert.True(BencodeReader.TryRead("d1:a1:x1:bi5ee"u8.ToArray(), Limits, out var value, out _));
        Assert.False(value.TryGetInteger("a"u8, out _));
        Assert.False(value.TryGetInteger("c"u8, out _));
        Assert.False(value.TryGetBytes("b"u8, out _));
        Assert.True(value.TryGetInteger("b"u8, out var five));
        Assert.Equal(5, five);
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            BencodeReader.TryRead(bytes, Limits, out _, out _);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_of_bencode_letters_never_throws_and_what_is_read_is_canonical() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Elements("ilde0123456789:-ab".ToCharArray())).ToArbitrary(), letters =>
        {
            var bytes = Encoding.ASCII.GetBytes(letters);
            return !BencodeReader.TryRead(bytes, Limits, out var value, out _) || Rewrite(value).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var writer = new BencodeWriter();
            Grow(writer, new Random(seed), 0);
            var bytes = writer.Written.ToArray();
            return BencodeReader.TryRead(bytes, Limits, out var value, out _) && Rewrite(value).SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    private static void Grow(BencodeWriter writer, Random random, int depth)
    {
        var kind = random.Next(depth < 4 ? 4 : 2);
        if (kind == 0) writer.Integer(random.NextInt64(long.MinValue, long.MaxValue));
        else if (kind == 1) writer.Bytes(Bytes(random));
        else if (kind == 2)
        {
            writer.List();
            for (var i = random.Next(5); i > 0; i--) Grow(writer, random, depth + 1);
            writer.End();
        }
        else
        {
            writer.Dictionary();
            foreach (var key in Enumerable.Range(0, random.Next(5)).Select(_ => Convert.ToHexString(Bytes(random))).Distinct()
                .Order(StringComparer.Ordinal))
            {
                writer.Text(key);
                Grow(writer, random, depth + 1);
            }
            writer.End();
        }
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Rewrite(BencodeValue value)
    {
        var writer = new BencodeWriter();
        Write(value, writer);
        return writer.Written.ToArray();
    }

    private static void Write(BencodeValue value, BencodeWriter writer)
    {
        switch (value.Kind)
        {
            case BencodeKind.Integer: writer.Integer(value.Number); break;
            case BencodeKind.Bytes: writer.Bytes(value.Bytes.Span); break;
            case BencodeKind.List:
                writer.List();
                foreach (var item in value.Items) Write(item, writer);
                writer.End();
                break;
            default:
                writer.Dictionary();
                foreach (var (key, entry) in value.Entries)
                {
                    writer.Bytes(key.Span);
                    Write(entry, writer);
                }
                writer.End();
                break;
        }
    }
}
