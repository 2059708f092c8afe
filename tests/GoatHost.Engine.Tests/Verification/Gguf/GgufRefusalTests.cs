using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public class GgufRefusalTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Reason)> Cases = new()
    {
        ["empty"] = (() => [], "does not begin with GGUF"),
        ["another format"] = (() => new GgufBuilder { Magic = "GGJT"u8.ToArray() }.Build(), "does not begin with GGUF"),
        ["old format"] = (() => new GgufBuilder { Magic = "tjgg"u8.ToArray() }.Build(), "before GGUF"),
        ["only the magic"] = (() => "GGUF"u8.ToArray(), "byte 4: the file ends inside the version"),
        ["version 0"] = (() => new GgufBuilder { Version = 0 }.Build(), "version 0"),
        ["version 1"] = (() => new GgufBuilder { Version = 1 }.Build(), "no longer reads"),
        ["version 4"] = (() => new GgufBuilder { Version = 4 }.Build(), "only 2 and 3"),
        ["big-endian"] = (() => new GgufBuilder { Version = 0x03000000 }.Build(), "big-endian"),
        ["huge key count"] = (() => new GgufBuilder { ClaimedKeys = ulong.MaxValue }.Build(), "byte 16: it claims 18446744073709551615 keys"),
        ["key count beyond the file"] = (() => new GgufBuilder { ClaimedKeys = 60_000 }.Build(), "only 0 bytes follow"),
        ["huge tensor count"] = (() => new GgufBuilder { ClaimedTensors = 1UL << 63 }.Build(), "byte 8: it claims 9223372036854775808 tensors"),
        ["tensor count beyond the file"] = (() => new GgufBuilder { ClaimedTensors = 100_000 }.Build(), "bytes follow"),
        ["empty key"] = (() => new GgufBuilder().U32("", 1).Build(), "byte 24: key 0 is empty"),
        ["long key"] = (() => new GgufBuilder().U32(new string('k', 70_000), 1).Build(), "claims 70000 bytes"),
        ["key of control characters"] = (() => new GgufBuilder().U32("a\nb", 1).Build(), "control characters"),
        ["key that is not UTF-8"] = (() => new GgufBuilder().RawKey(w => { w.Write(2UL); w.Write([0xC0, 0x80, 4, 0, 0, 0, 1, 0, 0, 0]); }).Build(), "not UTF-8"),
        ["key twice"] = (() => new GgufBuilder().U32("a", 1).U32("a", 1).Build(), "the key a appears twice"),
        ["type 13"] = (() => new GgufBuilder().Key("a", 13, w => w.Write(1UL)).Build(), "type 13, which does not exist"),
        ["bool of 2"] = (() => new GgufBuilder().Key("a", 7, w => w.Write((byte)2)).Build(), "holds 2"),
        ["text longer than the file"] = (() => new GgufBuilder().Key("a", 8, w => w.Write(1000UL)).Build(), "claims 1000 bytes, and the file has 0 left"),
        ["text longer than allowed"] = (() => new GgufBuilder().Key("a", 8, w => w.Write(1UL << 40)).Build(), "more than the"),
        ["array of arrays"] = (() => new GgufBuilder().Array("a", 9, 1, w => w.Write(new byte[12])).Build(), "array of arrays"),
        ["array longer than allowed"] = (() => new GgufBuilder().Array("a", 0, 1UL << 60, _ => { }).Build(), "claims 1152921504606846976 elements"),
        ["array longer than the file"] = (() => new GgufBuilder().Array("a", 12, 4, w => w.Write(new byte[31])).Build(), "only 31 bytes follow"),
        ["array of texts cut off"] = (() => new GgufBuilder().Array("a", 8, 2, w => { w.Write(9UL); w.Write(1UL); }).Build(), "the file has 8 left"),
        ["alignment of 0"] = (() => new GgufBuilder().U32("general.alignment", 0).Build(), "general.alignment is 0"),
        ["alignment of 24"] = (() => new GgufBuilder().U32("general.alignment", 24).Build(), "not a power of two"),
        ["alignment beyond bounds"] = (() => new GgufBuilder().U32("general.alignment", 1u << 31).Build(), "general.alignment is 2147483648"),
        ["alignment as text"] = (() => new GgufBuilder().Text("general.alignment", "32").Build(), "not a 32-bit unsigned integer"),
        ["tensor without a name"] = (() => new GgufBuilder().Tensor("", 0, [1], 4).Build(), "is empty"),
        ["tensor of a long name"] = (() => new GgufBuilder().Tensor(new string('t', 64), 0, [1], 4).Build(), "more than the 63"),
        ["tensor twice"] = (() => new GgufBuilder().Tensor("t", 0, [1], 4).Tensor("t", 0, [1], 4).Build(), "the tensor t appears twice"),
        ["tensor of five dimensions"] = (() => new GgufBuilder().Tensor("t", 0, [1, 1, 1, 1, 1], 4).Build(), "has 5 dimensions"),
        ["tensor of a negative dimension"] = (() => new GgufBuilder().Tensor("t", 0, [ulong.MaxValue], 4).Build(), "more elements"),
        ["tensor whose product overflows"] = (() => new GgufBuilder().Tensor("t", 0, [1UL << 32, 1UL << 32], 4).Build(), "more elements"),
        ["tensor whose product is zero after an overflow"] = (() => new GgufBuilder().Tensor("t", 0, [1UL << 62, 4, 0], 0).Build(), "more elements"),
        ["tensor whose bytes overflow"] = (() => new GgufBuilder().Tensor("t", 28, [1UL << 62], 4).Build(), "more bytes"),
        ["tensor of a removed type"] = (() => new GgufBuilder().Tensor("t", 31, [32], 18).Build(), "type 31, which ggml has removed"),
        ["tensor of an unknown type"] = (() => new GgufBuilder().Tensor("t", 43, [32], 18).Build(), "does not exist in ggml"),
        ["tensor of type -1"] = (() => new GgufBuilder().Tensor("t", uint.MaxValue, [32], 18).Build(), "does not exist in ggml"),
        ["row that is no whole block"] = (() => new GgufBuilder().Tensor("t", 2, [33], 36).Build(), "no multiple of the 32"),
        ["offset that is not aligned"] = (() => new GgufBuilder().Tensor("t", 0, [8], 32, offset: 4).Build(), "not aligned to 32"),
        ["offset with a gap"] = (() => new GgufBuilder().Tensor("t", 0, [8], 64, offset: 32).Build(), "the one before ends at 0"),
        ["tensors that overlap"] = (() => new GgufBuilder().Tensor("t", 0, [16], 64).Tensor("u", 0, [8], 32, offset: 32).Build(), "the one before ends at 64"),
        ["offset of 2^63"] = (() => new GgufBuilder().Tensor("t", 0, [8], 32, offset: 1UL << 63).Build(), "begins at 9223372036854775808"),
        ["data cut off"] = (() => { var small = GgufBuilder.Small(); small.CutBytes = 29; return small.Build(); }, "does not end inside the file"),
        ["table cut off"] = (() => GgufBuilder.Small().Build()[..100], "the file ends inside"),
        ["a name that drives a terminal"] = (() => new GgufBuilder().U32("a\u202eb\u009b", 1).U32("a\u202eb\u009b", 1).Build(), "the key a?b? appears twice"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Refuses_with_byte_and_reason(string name)
    {
        var (file, reason) = Cases[name];
        var refused = Assert.Throws<RefusedException>(() => GgufReader.Read(file(), "m.gguf", default));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("m.gguf ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_a_last_tensor_without_padding_and_a_tensor_without_elements()
    {
        var small = new GgufBuilder().Tensor("empty", 0, [0], 0).Tensor("a", 8, [32, 2], 68);
        small.CutBytes = 28;
        Assert.Equal(2, GgufReader.Read(small.Build(), "m.gguf", default).Tensors.Count);
    }

    [Fact]
    public void Replaces_what_is_not_Unicode_in_a_text()
    {
        var bytes = new GgufBuilder().Key("general.name", 8, w => { w.Write(2UL); w.Write((byte)0xFF); w.Write((byte)'a'); }).Build();
        Assert.Equal("\uFFFDa", GgufReader.Read(bytes, "m.gguf", default).Text("general.name"));
    }
}
