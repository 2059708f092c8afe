using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>The height from which ord curses nothing any more.</summary>
internal static class Jubilee
{
    public static int HeightOf(Network network) => network.Name switch
    {
        "mainnet" => 824_544,
        "testnet3" => 2_544_192,
        "signet" => 175_392,
        "regtest" => 110,
        _ => 0,
    };
}
