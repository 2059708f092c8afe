namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>Why bytes are not canonical bencode.</summary>
/// <param name="Offset">The byte where it shows.</param>
/// <param name="Reason">A clause for a sentence: "a string runs past the end".</param>
internal readonly record struct BencodeFault(int Offset, string Reason)
{
    public override string ToString() => $"at byte {Offset} {Reason}";
}
