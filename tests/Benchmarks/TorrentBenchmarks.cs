using BenchmarkDotNet.Attributes;
using GoatHost.Benchmarks.Samples;
using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Benchmarks;

/// <summary>Bencode, by its largest everyday file: the torrent of a model of 10 GB.</summary>
public class TorrentBenchmarks
{
    private readonly byte[] _torrent = Torrents.OfPieces(10_000);

    [Benchmark]
    public object ReadTorrentOf10kPieces() => TorrentReader.Read(_torrent, "model.torrent");

    [Benchmark]
    public object WriteTorrentOf10kPieces() => Torrents.OfPieces(10_000);
}
