using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Gguf;

/// <summary>A million hostile files in the long tier, a sample of them in every run; the seed makes each repeatable.</summary>
public class GgufFuzzTests
{
    private const int Seed = 4628;

    // What a small file may cost: some times its own header, whatever its counts claim.
    private const long MostAllocated = 8 << 20;

    // A file of terabytes may have texts: 16 MiB of them are kept, as bytes once and as characters once, and the tables of its names.
    private const long MostAllocatedForLarge = 128 << 20;

    private static readonly byte[] Sample = File.ReadAllBytes(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"));
    private static readonly int HeaderLength = (int)GgufReader.Read(Sample, "m.gguf", default).DataOffset;

    private int _read;
    private int _refused;

    [Fact]
    public void Refuses_or_reads_whatever_it_is_given_within_its_bounds()
    {
        var rounds = Rounds.Of(3000, 1_000_000);
        for (var round = 0; round < rounds; round++)
        {
            var random = new Random(Seed + round);
            var (bytes, length) = Make(random, random.Next(5));
            Survives(bytes, length, round);
        }
        Assert.InRange(_refused, rounds / 2, rounds);
        Assert.InRange(_read, rounds / 50, rounds);
    }

    [Fact]
    public void Reads_or_refuses_sets_of_shards_that_do_not_belong_together()
    {
        for (var round = 0; round < Rounds.Of(500, 50_000); round++)
        {
            var random = new Random(Seed + round);
            var files = Enumerable.Range(1, random.Next(2, 4)).Select(i => Shard(random, $"m-{i:00000}-of-00002.gguf")).ToList();
            if (Refusal(() => GgufSummary.Of(GgufSplit.Check(files))) is { } refusal)
                Assert.True(refusal.EndsWith('.'), $"round {round}: {refusal}");
        }
    }

    [Fact]
    public void Reads_no_more_than_its_limit_of_a_header_that_claims_to_go_on_for_terabytes()
    {
        // Every text has the length 1 MiB less the eight bytes of its length, so that each length stands at the same place of its MiB.
        var header = new GgufBuilder().Array("texts", 8, 1 << 24, writer => writer.Write((1UL << 20) - 8)).Build();
        using var stream = new LargeStream(header, 1L << 45) { RepeatedFrom = header.Length - 8, Period = 1 << 20 };
        var refused = Assert.Throws<RefusedException>(() => GgufReader.Read(stream, "m.gguf", default));
        Assert.Contains("the header is longer than 256 MiB", refused.Message, StringComparison.Ordinal);
        Assert.InRange(stream.Taken, 1, GgufLimits.HeaderBytes);
    }

    private (byte[] Bytes, long Length) Make(Random random, int kind)
    {
        if (kind == 0) return Whole([.. "GGUF"u8, (byte)random.Next(2, 4), 0, 0, 0, .. RandomBytes(random)]);
        if (kind == 1 && random.Next(4) == 0) return Whole(RandomBytes(random));
        if (kind <= 2)
        {
            var made = new HostileGguf(random).Next();
            return (made, random.Next(8) == 0 ? 1L << random.Next(20, 50) : made.Length);
        }
        var bytes = Sample[..HeaderLength];
        for (var change = random.Next(1, 5); change > 0; change--) Mutate(bytes, random);
        var length = random.Next(8) == 0 ? random.Next(bytes.Length) : Sample.Length;
        return (bytes[..(int)Math.Min(bytes.Length, length)], length);
    }

    private static (byte[] Bytes, long Length) Whole(byte[] bytes) => (bytes, bytes.Length);

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(600)];
        random.NextBytes(bytes);
        // Mostly zeros: counts and lengths that are small enough to be read on.
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < bytes.Length; i++) bytes[i] = random.Next(6) == 0 ? (byte)(bytes[i] % 13) : (byte)0;
        }
        return bytes;
    }

    // Most of the sample's header are its tokens, so half of the changes go to the rest.
    private static void Mutate(Span<byte> bytes, Random random)
    {
        var at = random.Next(2) == 0 ? random.Next(bytes.Length) : random.Next(2) == 0 ? random.Next(2000) : bytes.Length - 1 - random.Next(2500);
        switch (random.Next(4))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = 0xFF; break;
            case 2: bytes[at..Math.Min(bytes.Length, at + 8)].Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0); break;
            default: random.NextBytes(bytes[at..Math.Min(bytes.Length, at + random.Next(1, 9))]); break;
        }
    }

    private void Survives(byte[] bytes, long length, int round)
    {
        using var stream = new LargeStream(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Refusal(() => GgufSummary.Of(GgufSplit.Check([GgufReader.Read(stream, "m.gguf", default)])));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (refusal is null) _read++;
        else _refused++;
        Assert.True(refusal is null || (refusal.EndsWith('.') && refusal.Length < 500 && !refusal.Any(char.IsControl)), $"round {round}: {refusal}");
        Assert.True(allocated < (length == bytes.Length || length <= Sample.Length ? MostAllocated : MostAllocatedForLarge), $"round {round}: {allocated} bytes");
        Assert.True(stream.Taken <= Math.Min(length, GgufLimits.HeaderBytes + (1 << 20)), $"round {round}: {stream.Taken} of {length} bytes read");
    }

    private static string? Refusal(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }

    private static GgufFile Shard(Random random, string name) => GgufReader.Read(
        new GgufBuilder().Text("general.architecture", "x").U32("split.no", (uint)random.Next(3)).U32("split.count", (uint)random.Next(1, 4))
            .U32("split.tensors.count", (uint)random.Next(4)).Tensor($"t{random.Next(3)}", 0, [8], 32).Build(),
        random.Next(8) == 0 ? "other.gguf" : name,
        default);
}
