using GoatHost.Plugins.Ordinals.Script;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>Finds envelopes in a script, with every quirk of the grammar that ord gave the ids by.</summary>
internal ref struct EnvelopeReader
{
    private readonly ReadOnlySpan<byte> _script;
    private int _position;
    private byte _opcode;
    private ReadOnlySpan<byte> _data;

    private EnvelopeReader(ReadOnlySpan<byte> script) => _script = script;

    private readonly bool IsEmptyPush => _opcode <= Opcodes.PushData4 && _data.IsEmpty;

    /// <summary>Adds all envelopes of an input's script, in order; none when any push of the script is cut off.</summary>
    public static void Find(ReadOnlySpan<byte> script, int input, List<EnvelopeExtent> found)
    {
        // Most witnesses hold no envelope, and a whole block of them is searched faster than walked.
        if (EnvelopeMark.IndexOf(script) < 0) return;
        var before = found.Count;
        var reader = new EnvelopeReader(script);
        var stutter = false;
        while (reader.TryNext())
        {
            if (!reader.IsEmptyPush) continue;
            // The flag is only overwritten by failed attempts, so it outlives an envelope that succeeds.
            if (reader.TryReadOne(out var envelope, out var failedStutter))
            {
                found.Add(envelope with { Input = input, Offset = found.Count - before, Stutter = stutter });
            }
            else
            {
                stutter = failedStutter;
            }
        }
        if (reader._position < script.Length) found.RemoveRange(before, found.Count - before);
    }

    /// <summary>The values of some pushes, from one on that was stepped over before.</summary>
    public static ReadOnlyMemory<byte>[] Pushes(ReadOnlyMemory<byte> script, int start, int count)
    {
        var pushes = new ReadOnlyMemory<byte>[count];
        var reader = new ScriptReader(script[start..]);
        for (var i = 0; i < count && reader.TryNext(out var instruction); i++)
        {
            pushes[i] = PushedNumber.TryRead(instruction.Opcode, out ReadOnlyMemory<byte> number) ? number : instruction.Data;
        }
        return pushes;
    }

    private bool TryReadOne(out EnvelopeExtent envelope, out bool failedStutter)
    {
        envelope = default;
        if (!AcceptIf(out failedStutter) || !AcceptProtocol(out failedStutter)) return false;
        var (start, pushes, body, parts, pushNumber) = (_position, 0, -1, 0, false);
        var tags = new TagCensus();
        ReadOnlySpan<byte> tag = default;
        while (TryNext())
        {
            if (_opcode == Opcodes.EndIf)
            {
                envelope = new(start, pushes / 2, body, parts)
                {
                    DuplicateField = tags.HasDuplicate,
                    IncompleteField = pushes % 2 == 1,
                    UnrecognizedEvenField = tags.HasUnrecognizedEven,
                    PushNumber = pushNumber,
                };
                return true;
            }
            var value = _data;
            if (_opcode > Opcodes.PushData4)
            {
                if (!PushedNumber.TryRead(_opcode, out value)) return false;
                pushNumber = true;
            }
            // The body starts at the first empty push in the place of a tag; an empty push in the place of a value is a value.
            if (body >= 0) parts++;
            else if (pushes % 2 == 0 && value.IsEmpty) body = _position;
            else if (pushes++ % 2 == 0) tag = value;
            else tags.Add(tag);
        }
        return false;
    }

    private bool AcceptIf(out bool isEmptyPush)
    {
        var ahead = this;
        isEmptyPush = false;
        if (!ahead.TryNext()) return false;
        if (ahead._opcode != Opcodes.If) isEmptyPush = ahead.IsEmptyPush;
        else this = ahead;
        return ahead._opcode == Opcodes.If;
    }

    private bool AcceptProtocol(out bool isEmptyPush)
    {
        var ahead = this;
        isEmptyPush = false;
        if (!ahead.TryNext()) return false;
        var fits = ahead._data.SequenceEqual("ord"u8);
        // What does not fit stays where it is: it may begin the next envelope.
        if (fits) this = ahead;
        else isEmptyPush = ahead.IsEmptyPush;
        return fits;
    }

    private bool TryNext()
    {
        var rest = _script[_position..];
        if (rest.IsEmpty || !ScriptReader.TryMeasure(rest, out var prefix, out var length)) return false;
        _opcode = rest[0];
        _data = rest.Slice(prefix, length);
        _position += prefix + length;
        return true;
    }
}
