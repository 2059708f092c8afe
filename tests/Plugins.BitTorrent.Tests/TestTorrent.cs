using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GoatHost.Plugins.BitTorrent.Bencoding;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.TestKit;

namespace GoatHost.Plugins.BitTorrent.Tests;

/// <summary>A torrent made up on the spot, with its content.</summary>
internal sealed class TestTorrent
{
    private readonly List<(string Path, byte[] Bytes)> _files = [];

    [SuppressMessage("Security", "CA5350", Justification = "The format wants it.")]
    public TestTorrent(int pieceLength, params (string Path, int Length)[] files)
    {
        var random = new Random(pieceLength + files.Length);
        foreach (var (path, length) in files)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            _files.Add((path, bytes));
        }
        Content = [.. _files.SelectMany(f => f.Bytes)];
        byte[] hashes = [.. Content.Chunk(pieceLength).SelectMany(SHA1.HashData)];
        var writer = new BencodeWriter().Dictionary().Text("files").List();
        foreach (var (path, bytes) in _files)
        {
            writer.Dictionary().Text("length").Integer(bytes.Length).Text("path").List();
            foreach (var element in path.Split('/')) writer.Text(element);
            writer.End().End();
        }
        writer.End().Text("name").Text("a test").Text("piece length").Integer(pieceLength).Text("pieces").Bytes(hashes).End();
        Info = TorrentInfoReader.Read(writer.Written.ToArray());
    }

    public TorrentInfo Info { get; }

    public byte[] Content { get; }

    public string Magnet => $"magnet:?xt=urn:btih:{Info.Hash}&dn=a+test";

    public byte[] this[string path] => _files.Find(f => f.Path == path).Bytes;

    public IReadOnlyList<MemoryArtifactFile> Whole(params string[] paths) =>
        [.. _files.Where(f => paths.Length == 0 || paths.Contains(f.Path)).Select(f => new MemoryArtifactFile(f.Path, [.. f.Bytes]))];

    public IReadOnlyList<MemoryArtifactFile> Empty(params string[] paths) =>
        [.. _files.Where(f => paths.Length == 0 || paths.Contains(f.Path)).Select(f => new MemoryArtifactFile(f.Path, f.Bytes.Length))];

    public bool Holds(MemoryArtifactFile file) => file.IsWhole && file.Bytes.AsSpan().SequenceEqual(this[file.Path]);
}
