using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Benchmarks.Samples;

/// <summary>A .torrent of one file in so many pieces of 1 MiB.</summary>
internal static class Torrents
{
    public static byte[] OfPieces(int pieces)
    {
        var hashes = new byte[pieces * 20];
        new Random(11).NextBytes(hashes);
        return new BencodeWriter()
            .Dictionary()
            .Text("announce").Text("http://127.0.0.1/announce")
            .Text("info").Dictionary()
            .Text("length").Integer((long)pieces << 20)
            .Text("name").Text("model.gguf")
            .Text("piece length").Integer(1 << 20)
            .Text("pieces").Bytes(hashes)
            .End()
            .End()
            .Written.ToArray();
    }
}
