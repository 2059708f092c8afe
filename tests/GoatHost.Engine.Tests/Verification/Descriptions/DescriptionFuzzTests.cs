using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Descriptions;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

public class DescriptionFuzzTests
{
    [Fact]
    public void Never_throws_anything_of_its_own_on_random_bytes() => Prop
        .ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            Survives(bytes);
            Survives((byte[])[.. "GGUF"u8, .. bytes]);
            Survives((byte[])[.. "{\"p\":\"goat\","u8, .. bytes]);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Never_throws_anything_of_its_own_on_random_texts() => Prop
        .ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            Survives(Encoding.UTF8.GetBytes("magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919&dn=" + text));
            if (text is not null) Assert.True(ArtifactPath.Problem(text) is null or { Length: > 0 });
            Assert.True(ModelNames.From(text) is not { } name || ModelNames.IsName(name));
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_its_rules_on_mutated_manifests()
    {
        var sound = File.ReadAllBytes(Path.Combine(Fixtures.Offline, "manifest.json"));
        var random = new Random(4628);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = sound.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--) Mutate(bytes, random);
            Survives(bytes.AsMemory(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
        }
    }

    private static void Mutate(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(3))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] = "\"\\{}[]:,.0/"u8[random.Next(11)]; break;
            default: Array.Copy(bytes, random.Next(bytes.Length - 20), bytes, Math.Min(at, bytes.Length - 20), random.Next(20)); break;
        }
    }

    private static void Survives(ReadOnlyMemory<byte> bytes)
    {
        foreach (var mark in new[] { "goat", null })
        {
            try
            {
                var content = new Content("application/json", bytes, []) { Metaprotocol = mark };
                if (new DescriptionReader().Read(new Reference("ord:abc"), content) is not { } model) continue;
                Assert.True(ModelNames.IsName(model.Name));
                Assert.All(model.Files, file => Assert.Null(ArtifactPath.Problem(file.Path)));
                Assert.All(model.Files, file => Assert.True(file.Size is null or > 0 && file.Sha256 is null or { Length: 64 }));
            }
            catch (RefusedException refused)
            {
                Assert.DoesNotContain(refused.Message, char.IsControl);
            }
        }
    }
}
