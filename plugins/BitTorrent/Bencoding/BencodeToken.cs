namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>One value's place in a document: a flat table of these is the whole tree.</summary>
internal struct BencodeToken
{
    public BencodeKind Kind;

    /// <summary>First byte of the value.</summary>
    public int Start;

    /// <summary>Byte after the value.</summary>
    public int End;

    /// <summary>First byte of a string's content.</summary>
    public int Content;

    /// <summary>Index of the token after this value and all it holds.</summary>
    public int Next;

    /// <summary>The number, for an integer.</summary>
    public long Number;
}
