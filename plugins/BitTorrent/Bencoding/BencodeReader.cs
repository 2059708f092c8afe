using System.Buffers.Text;

namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>Reads canonical bencode and nothing else: sorted unique keys, no leading zeros, bounded in depth, count and length.</summary>
/// <remarks>BEP 52 asks for this: a lenient reader and a strict one disagree on what an info-hash covers.</remarks>
internal ref struct BencodeReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly BencodeLimits _limits;
    private readonly List<BencodeToken> _tokens;
    private readonly Stack<Frame> _open;
    private int _at;
    private BencodeFault _fault;

    private BencodeReader(ReadOnlySpan<byte> bytes, BencodeLimits limits)
    {
        _bytes = bytes;
        _limits = limits;
        _tokens = [];
        _open = new Stack<Frame>();
    }

    /// <summary>Reads a value that fills the input.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, BencodeLimits limits, out BencodeValue value, out BencodeFault fault)
    {
        if (!TryReadPrefix(bytes, limits, out value, out var length, out fault)) return false;
        if (length == bytes.Length) return true;
        fault = new BencodeFault(length, "there are bytes after the end");
        return false;
    }

    /// <summary>Reads a value at the start of the input and says where it ends: BEP 9 puts raw bytes behind a dictionary.</summary>
    public static bool TryReadPrefix(
        ReadOnlyMemory<byte> bytes, BencodeLimits limits, out BencodeValue value, out int length, out BencodeFault fault)
    {
        value = default;
        length = 0;
        var reader = new BencodeReader(bytes.Span, limits);
        if (!reader.Read())
        {
            fault = reader._fault;
            return false;
        }
        fault = default;
        length = reader._at;
        value = new BencodeValue(bytes, [.. reader._tokens], 0);
        return true;
    }

    private bool Read()
    {
        if (_bytes.Length > _limits.Bytes) return Fail($"the text is longer than {_limits.Bytes} bytes");
        do
        {
            if (_at >= _bytes.Length) return Fail("the text ends inside a value");
            if (_tokens.Count >= _limits.Tokens) return Fail($"there are more than {_limits.Tokens} values");
            var inDictionary = _open.TryPeek(out var frame) && frame.IsDictionary;
            var done = _bytes[_at] switch
            {
                (byte)'e' => Close(),
                >= (byte)'0' and <= (byte)'9' => ReadBytes(inDictionary),
                _ when inDictionary && frame.ExpectsKey => Fail("a dictionary key is not a string"),
                (byte)'i' => ReadInteger(),
                (byte)'l' => Open(BencodeKind.List),
                (byte)'d' => Open(BencodeKind.Dictionary),
                _ => Fail("no value begins so"),
            };
            if (!done) return false;
        }
        while (_open.Count > 0);
        return true;
    }

    private bool Open(BencodeKind kind)
    {
        if (_open.Count >= _limits.Depth) return Fail($"values are nested deeper than {_limits.Depth}");
        Turn();
        _open.Push(new Frame { Token = _tokens.Count, IsDictionary = kind == BencodeKind.Dictionary, ExpectsKey = true, LastKey = -1 });
        _tokens.Add(new BencodeToken { Kind = kind, Start = _at++ });
        return true;
    }

    private bool Close()
    {
        if (!_open.TryPop(out var frame)) return Fail("an end stands where a value should");
        if (frame.IsDictionary && !frame.ExpectsKey) return Fail("a dictionary key has no value");
        _at++;
        var token = _tokens[frame.Token];
        (token.End, token.Next) = (_at, _tokens.Count);
        _tokens[frame.Token] = token;
        return true;
    }

    private bool ReadInteger()
    {
        var text = _bytes[(_at + 1)..];
        var end = text[..Math.Min(text.Length, 21)].IndexOf((byte)'e');
        if (end <= 0) return Fail("an integer has no end, or no digits, or too many");
        var digits = text[0] == '-' ? text[1..end] : text[..end];
        var canonical = digits.Length > 0 && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (digits[0] != '0' || (digits.Length == 1 && text[0] != '-'));
        if (!canonical) return Fail("an integer is not written the canonical way");
        if (!Utf8Parser.TryParse(text[..end], out long number, out var used) || used != end) return Fail("an integer is outside 64 bits");
        Turn();
        var token = new BencodeToken { Kind = BencodeKind.Integer, Start = _at, End = _at + end + 2, Number = number };
        _tokens.Add(token with { Next = _tokens.Count + 1 });
        _at += end + 2;
        return true;
    }

    private bool ReadBytes(bool inDictionary)
    {
        var text = _bytes[_at..];
        var colon = text[..Math.Min(text.Length, 11)].IndexOf((byte)':');
        if (colon <= 0 || (text[0] == '0' && colon > 1)) return Fail("a string's length is not written the canonical way");
        if (!Utf8Parser.TryParse(text[..colon], out int length, out var used) || used != colon)
        {
            return Fail("a string's length is not a number");
        }
        if (length > text.Length - colon - 1) return Fail("a string runs past the end");
        var content = _at + colon + 1;
        if (inDictionary && !TakeKey(_bytes.Slice(content, length))) return false;
        if (!inDictionary) Turn();
        var token = new BencodeToken { Kind = BencodeKind.Bytes, Start = _at, Content = content, End = content + length };
        _tokens.Add(token with { Next = _tokens.Count + 1 });
        _at = content + length;
        return true;
    }

    // A string in a dictionary is a key or a value by turns; keys must rise as raw bytes.
    private bool TakeKey(ReadOnlySpan<byte> key)
    {
        var frame = _open.Pop();
        if (frame.ExpectsKey)
        {
            if (frame.LastKey >= 0)
            {
                var last = _tokens[frame.LastKey];
                if (_bytes[last.Content..last.End].SequenceCompareTo(key) >= 0)
                {
                    return Fail("dictionary keys are not sorted, or one comes twice");
                }
            }
            frame.LastKey = _tokens.Count;
        }
        frame.ExpectsKey = !frame.ExpectsKey;
        _open.Push(frame);
        return true;
    }

    private readonly void Turn()
    {
        if (!_open.TryPeek(out var frame) || !frame.IsDictionary) return;
        _open.Pop();
        _open.Push(frame with { ExpectsKey = !frame.ExpectsKey });
    }

    private bool Fail(string reason)
    {
        _fault = new BencodeFault(_at, reason);
        return false;
    }

    private record struct Frame(int Token, bool IsDictionary, bool ExpectsKey, int LastKey);
}
