using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>The sats that a block makes.</summary>
internal static class Subsidy
{
    private const ulong First = 50_0000_0000;
    private const int Halving = 210_000, RegtestHalving = 150;

    public static ulong At(Network network, int height)
    {
        var halvings = height / (network.Name == "regtest" ? RegtestHalving : Halving);
        return halvings < 64 ? First >> halvings : 0;
    }
}
