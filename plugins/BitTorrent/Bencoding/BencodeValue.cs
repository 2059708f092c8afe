using System.Text;

namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>A value inside a parsed document, with the exact bytes it was written in.</summary>
internal readonly struct BencodeValue
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly BencodeToken[] _tokens;
    private readonly int _index;

    internal BencodeValue(ReadOnlyMemory<byte> bytes, BencodeToken[] tokens, int index) =>
        (_bytes, _tokens, _index) = (bytes, tokens, index);

    public BencodeKind Kind => _tokens[_index].Kind;

    /// <summary>The value as it stood in the input: what an info-hash is the hash of.</summary>
    public ReadOnlyMemory<byte> Raw => _bytes[_tokens[_index].Start.._tokens[_index].End];

    /// <summary>The items of a list; empty for any other kind.</summary>
    public IEnumerable<BencodeValue> Items
    {
        get
        {
            if (Kind != BencodeKind.List) yield break;
            for (var i = _index + 1; i < _tokens[_index].Next; i = _tokens[i].Next) yield return new BencodeValue(_bytes, _tokens, i);
        }
    }

    /// <summary>The keys of a dictionary with their values; empty for any other kind.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Key, BencodeValue Value)> Entries
    {
        get
        {
            if (Kind != BencodeKind.Dictionary) yield break;
            for (var i = _index + 1; i < _tokens[_index].Next; i = _tokens[i + 1].Next)
            {
                yield return (_bytes[_tokens[i].Content.._tokens[i].End], new BencodeValue(_bytes, _tokens, i + 1));
            }
        }
    }

    public bool TryGet(ReadOnlySpan<byte> key, out BencodeValue value)
    {
        value = default;
        if (Kind != BencodeKind.Dictionary) return false;
        for (var i = _index + 1; i < _tokens[_index].Next; i = _tokens[i + 1].Next)
        {
            if (!_bytes.Span[_tokens[i].Content.._tokens[i].End].SequenceEqual(key)) continue;
            value = new BencodeValue(_bytes, _tokens, i + 1);
            return true;
        }
        return false;
    }

    public bool TryGet(ReadOnlySpan<byte> key, BencodeKind kind, out BencodeValue value) => TryGet(key, out value) && value.Kind == kind;

    public bool TryGetInteger(ReadOnlySpan<byte> key, out long number)
    {
        number = TryGet(key, BencodeKind.Integer, out var value) ? value.Number : 0;
        return value._tokens is not null && value.Kind == BencodeKind.Integer;
    }

    public bool TryGetBytes(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> bytes)
    {
        var found = TryGet(key, BencodeKind.Bytes, out var value);
        bytes = found ? value.Bytes : default;
        return found;
    }

    /// <summary>The number of an integer.</summary>
    public long Number => _tokens[_index].Number;

    /// <summary>The content of a string; empty for any other kind.</summary>
    public ReadOnlyMemory<byte> Bytes => Kind == BencodeKind.Bytes ? _bytes[_tokens[_index].Content.._tokens[_index].End] : default;

    /// <summary>The content of a string as UTF-8, bad bytes replaced.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
