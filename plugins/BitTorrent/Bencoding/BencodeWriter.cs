using System.Buffers;
using System.Globalization;
using System.Text;

namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>Writes bencode; the caller gives dictionary keys in order.</summary>
internal sealed class BencodeWriter
{
    private readonly ArrayBufferWriter<byte> _out = new();

    public ReadOnlyMemory<byte> Written => _out.WrittenMemory;

    public BencodeWriter Dictionary() => Raw("d"u8);

    public BencodeWriter List() => Raw("l"u8);

    public BencodeWriter End() => Raw("e"u8);

    public BencodeWriter Integer(long number) => Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"i{number}e")));

    public BencodeWriter Bytes(ReadOnlySpan<byte> bytes) =>
        Raw(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:"))).Raw(bytes);

    public BencodeWriter Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>Copies a value that is bencoded already.</summary>
    public BencodeWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _out.Write(bytes);
        return this;
    }
}
