using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>Reads an info dictionary from bytes that nobody vouches for, and refuses what is odd with a sentence.</summary>
internal static class TorrentInfoReader
{
    private const int MaxPieceLength = 128 << 20;
    private const int MaxPieces = 0x200000;
    private const int MaxFiles = 100_000;
    private const int MaxFolders = 32;

    public static TorrentInfo Read(ReadOnlyMemory<byte> bytes)
    {
        var hash = InfoHash.Of(bytes.Span);
        if (!BencodeReader.TryRead(bytes, BencodeLimits.Torrent, out var info, out var fault))
        {
            throw Refused(hash, $"its info dictionary is broken: {fault}");
        }
        if (info.Kind != BencodeKind.Dictionary) throw Refused(hash, "its info is not a dictionary");
        if (!info.TryGetBytes("pieces"u8, out var pieces))
        {
            throw Refused(hash, info.TryGet("meta version"u8, out _)
                ? "it is of version 2 only (BEP 52), which comes later; ask for a version 1 or hybrid torrent"
                : "it has no piece hashes");
        }
        var names = new PathNames(hash);
        var name = names.Element(info.TryGetBytes("name.utf-8"u8, out var raw) || info.TryGetBytes("name"u8, out raw) ? raw.Span : default);
        var files = Files(info, hash, names, name);
        var result = new TorrentInfo
        {
            Hash = hash,
            Name = name,
            PieceLength = PieceLength(info, hash),
            PieceHashes = pieces,
            Files = files,
            IsPrivate = info.TryGetInteger("private"u8, out var flag) && flag == 1,
            Bytes = bytes,
        };
        if (result.Length == 0) throw Refused(hash, "its files are all empty");
        var needed = ((result.Length - 1) / result.PieceLength) + 1;
        if (needed > MaxPieces) throw Refused(hash, $"it has {needed} pieces; the most is {MaxPieces}");
        if (pieces.Length != needed * InfoHash.Size)
        {
            throw Refused(hash, $"{needed} pieces need {needed * InfoHash.Size} bytes of hashes and it has {pieces.Length}");
        }
        return result;
    }

    private static int PieceLength(BencodeValue info, InfoHash hash)
    {
        if (!info.TryGetInteger("piece length"u8, out var length) || length is < 1 or > MaxPieceLength)
        {
            throw Refused(hash, $"its piece length {length} is not between 1 byte and {MaxPieceLength >> 20} MiB");
        }
        return (int)length;
    }

    private static TorrentFile[] Files(BencodeValue info, InfoHash hash, PathNames names, string name)
    {
        if (info.TryGetInteger("length"u8, out var single))
        {
            return single >= 0 ? [new TorrentFile(name, single, 0, IsPadding: false)] : throw Refused(hash, "its length is negative");
        }
        if (!info.TryGet("files"u8, BencodeKind.List, out var list)) throw Refused(hash, "it has neither a length nor files");
        var files = new List<TorrentFile>();
        long offset = 0;
        foreach (var file in list.Items)
        {
            if (files.Count >= MaxFiles) throw Refused(hash, $"it has more than {MaxFiles} files");
            if (!file.TryGetInteger("length"u8, out var length) || length < 0 || length > long.MaxValue - offset)
            {
                throw Refused(hash, $"file {files.Count} has no sound length");
            }
            var padding = file.TryGetBytes("attr"u8, out var attributes) && attributes.Span.Contains((byte)'p');
            files.Add(new TorrentFile(padding ? $".pad/{files.Count}" : Path(file, hash, names, files.Count), length, offset, padding));
            offset += length;
        }
        return files.Count > 0 ? [.. files] : throw Refused(hash, "it has no files");
    }

    private static string Path(BencodeValue file, InfoHash hash, PathNames names, int index)
    {
        if (!file.TryGet("path.utf-8"u8, BencodeKind.List, out var path) && !file.TryGet("path"u8, BencodeKind.List, out path))
        {
            throw Refused(hash, $"file {index} has no path");
        }
        var elements = path.Items.Take(MaxFolders + 1).Select(e => names.Element(e.Bytes.Span)).ToArray();
        if (elements.Length is 0 or > MaxFolders)
        {
            throw Refused(hash, $"the path of file {index} has {(elements.Length == 0 ? "no names" : "too many folders")}");
        }
        return names.Unique(string.Join('/', elements));
    }

    private static RefusedException Refused(InfoHash hash, string reason) => new($"Torrent {hash} is refused: {reason}.");
}
