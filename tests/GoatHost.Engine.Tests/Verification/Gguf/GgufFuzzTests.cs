using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public class GgufFuzzTests
{
    // Above what the sample's own header takes, far below what its claimed counts could ask for.
    private const long MostAllocated = 8 << 20;

    [Fact]
    public void Refuses_or_reads_a_mutated_header_and_never_allocates_much()
    {
        var sample = File.ReadAllBytes(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"));
        var header = (int)GgufReader.Read(sample, "m.gguf", default).DataOffset;
        var sound = sample[..header];
        var random = new Random(4628);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            sound.CopyTo(sample, 0);
            for (var change = random.Next(1, 5); change > 0; change--) Mutate(sample.AsSpan(0, header), random);
            var length = random.Next(8) == 0 ? random.Next(header) : sample.Length;
            if (!Survives(sample.AsMemory(0, length))) refused++;
        }
        Assert.InRange(refused, 300, 3000);
    }

    [Fact]
    public void Refuses_random_bytes_behind_the_magic() => Prop
        .ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => { Survives((byte[])[.. "GGUF"u8, 3, 0, 0, 0, .. bytes]); })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_random_bytes() => Prop
        .ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => { Survives(bytes); })
        .QuickCheckThrowOnFailure();

    private static void Mutate(Span<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(4))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = 0xFF; break;
            case 2: bytes[at..Math.Min(bytes.Length, at + 8)].Fill((byte)random.Next(2) == 0 ? (byte)0xFF : (byte)0); break;
            default: random.NextBytes(bytes[at..Math.Min(bytes.Length, at + random.Next(1, 9))]); break;
        }
    }

    private static bool Survives(ReadOnlyMemory<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = false;
        try
        {
            _ = GgufSummary.Of(GgufSplit.Check([GgufReader.Read(bytes, "m.gguf", default)]));
            read = true;
        }
        catch (RefusedException refused)
        {
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        return read;
    }
}
