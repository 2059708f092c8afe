using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>What a peer says of itself in BEP 10's handshake; what it left out is null.</summary>
/// <param name="MetadataId">The number it wants ut_metadata messages under; 0 turns them off.</param>
/// <param name="MetadataSize">Length of the info dictionary it has.</param>
/// <param name="RequestQueue">How many requests it keeps (<c>reqq</c>).</param>
/// <param name="Port">The port it listens on.</param>
/// <param name="IsUploadOnly">BEP 21: it will ask for nothing.</param>
internal readonly record struct ExtensionHandshake(byte? MetadataId, long? MetadataSize, int? RequestQueue, int? Port, bool? IsUploadOnly)
{
    /// <summary>The number under which we take ut_metadata.</summary>
    public const byte OwnMetadataId = 3;

    /// <summary>How many requests of one peer we keep.</summary>
    public const int OwnRequestQueue = 2000;

    public static bool TryRead(ReadOnlyMemory<byte> payload, out ExtensionHandshake handshake)
    {
        handshake = default;
        if (!BencodeReader.TryReadPrefix(payload, BencodeLimits.Message, out var root, out _, out _) || root.Kind != BencodeKind.Dictionary)
        {
            return false;
        }
        byte? metadata = null;
        if (root.TryGet("m"u8, BencodeKind.Dictionary, out var ids) && ids.TryGetInteger("ut_metadata"u8, out var id) && id is >= 0 and <= 255)
        {
            metadata = (byte)id;
        }
        long? size = root.TryGetInteger("metadata_size"u8, out var bytes) ? bytes : null;
        int? queue = root.TryGetInteger("reqq"u8, out var reqq) ? (int)Math.Clamp(reqq, 1, 100_000) : null;
        int? port = root.TryGetInteger("p"u8, out var p) && p is > 0 and < 65536 ? (int)p : null;
        bool? uploadOnly = root.TryGetInteger("upload_only"u8, out var only) ? only != 0 : null;
        handshake = new ExtensionHandshake(metadata, size, queue, port, uploadOnly);
        return true;
    }

    /// <summary>Our own side of it, without the message's head.</summary>
    public static ReadOnlyMemory<byte> WriteOwn(int? metadataSize, int port, bool isUploadOnly)
    {
        var writer = new BencodeWriter().Dictionary().Text("m").Dictionary().Text("ut_metadata").Integer(OwnMetadataId).End();
        if (metadataSize is { } size) writer.Text("metadata_size").Integer(size);
        if (port > 0) writer.Text("p").Integer(port);
        writer.Text("reqq").Integer(OwnRequestQueue);
        if (isUploadOnly) writer.Text("upload_only").Integer(1);
        return writer.Text("v").Text("GOAT host 0.1").End().Written;
    }
}
