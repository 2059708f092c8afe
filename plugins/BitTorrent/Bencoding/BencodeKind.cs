namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>The four kinds of bencoded value.</summary>
internal enum BencodeKind : byte
{
    Integer,
    Bytes,
    List,
    Dictionary,
}
