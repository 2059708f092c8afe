using System.Globalization;
using System.Security.Cryptography;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Tests.Sync;

namespace GoatHost.Engine.Tests.Kills;

/// <summary>A model in two parts that is published again and again from one origin; every edition of it has other bytes.</summary>
internal static class Editions
{
    public const string Origin = "ord:kills";
    public const int Parts = 2;
    public const int PartSize = 40_000;
    public const int Total = Parts * PartSize;

    /// <summary>Lets a rig find and fetch an edition.</summary>
    public static void Publish(SyncRig rig, int edition)
    {
        for (var part = 1; part <= Parts; part++) rig.Transport.Files[PathOf(part)] = Bytes(edition, part);
        rig.Source.Models[Origin] = new ModelDescription
        {
            Name = "kills",
            Origin = new Reference(Origin),
            Locators = [new Locator("fake:kills")],
            Files = Enumerable.Range(1, Parts).Select(part => new Artifact(PathOf(part), PartSize, Hash(edition, part), "Q8_0", [])).ToList(),
        };
    }

    /// <summary>Which edition a stored model is, by its digests; null when it is none.</summary>
    public static int? Of(StoredModel model) => Enumerable.Range(1, 200).Cast<int?>().FirstOrDefault(edition =>
        model.Files.Select(file => file.Sha256).SequenceEqual(Enumerable.Range(1, Parts).Select(part => Hash(edition!.Value, part))));

    public static string PathOf(int part) => string.Create(CultureInfo.InvariantCulture, $"kills-Q8_0-{part:00000}-of-{Parts:00000}.gguf");

    private static string Hash(int edition, int part) => Convert.ToHexStringLower(SHA256.HashData(Bytes(edition, part)));

    private static byte[] Bytes(int edition, int part)
    {
        var bytes = new byte[PartSize];
        new Random(edition * 10 + part).NextBytes(bytes);
        return bytes;
    }
}
