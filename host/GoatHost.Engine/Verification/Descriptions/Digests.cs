using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>What is said of digests that a publisher gave or did not give.</summary>
internal static class Digests
{
    public const string Claim = "SHA-256";

    public static Proof Missing(string what) =>
        new(Claim, false, $"publisher gave no SHA-256 {what}: the bytes can only be checked against the locator's own hash");
}
