using GoatHost.Plugins.Ordinals.Script;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>Finds envelopes in a script, with every quirk of the grammar that ord gave the ids by.</summary>
internal static class EnvelopeReader
{
    private static readonly ReadOnlyMemory<byte>[] Numbers = [.. Enumerable.Range(0, 17).Select(n => new ReadOnlyMemory<byte>([(byte)n]))];
    private static readonly ReadOnlyMemory<byte> MinusOne = new byte[] { 0x81 };

    /// <summary>All envelopes of a script, in order; none when any push of the script is cut off.</summary>
    public static IReadOnlyList<Envelope> Read(ReadOnlyMemory<byte> script)
    {
        // Most witnesses hold no envelope, and a whole block of them is searched faster than walked.
        if (EnvelopeMark.IndexOf(script.Span) < 0 || !ScriptReader.IsWhole(script.Span)) return [];
        var envelopes = new List<Envelope>();
        var reader = new ScriptReader(script);
        var stutter = false;
        while (reader.TryNext(out var instruction))
        {
            if (!instruction.IsEmptyPush) continue;
            // The flag is only overwritten by failed attempts, so it outlives an envelope that succeeds.
            if (TryReadOne(ref reader, stutter, out var failedStutter) is { } envelope) envelopes.Add(envelope);
            else stutter = failedStutter;
        }
        return envelopes;
    }

    private static Envelope? TryReadOne(ref ScriptReader reader, bool stutter, out bool failedStutter)
    {
        if (!Accept(ref reader, next => next.Opcode == Opcodes.If, out failedStutter)) return null;
        if (!Accept(ref reader, next => next.IsPush && next.Data.Span.SequenceEqual("ord"u8), out failedStutter)) return null;
        failedStutter = false;
        var payload = new List<ReadOnlyMemory<byte>>();
        var pushNumber = false;
        while (reader.TryNext(out var instruction))
        {
            switch (instruction)
            {
                case { Opcode: Opcodes.EndIf }:
                    return new(payload, pushNumber, stutter);
                case { IsPush: true }:
                    payload.Add(instruction.Data);
                    break;
                case { Opcode: Opcodes.Negate1 }:
                    payload.Add(MinusOne);
                    pushNumber = true;
                    break;
                case { Opcode: >= Opcodes.One and <= Opcodes.Sixteen }:
                    payload.Add(Numbers[instruction.Opcode - Opcodes.One + 1]);
                    pushNumber = true;
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    /// <summary>Takes the next instruction if it fits, else leaves it where it is and tells whether it was an empty push.</summary>
    private static bool Accept(ref ScriptReader reader, Func<Instruction, bool> fits, out bool isEmptyPush)
    {
        var ahead = reader;
        isEmptyPush = false;
        if (!ahead.TryNext(out var next)) return false;
        if (fits(next))
        {
            reader = ahead;
            return true;
        }
        isEmptyPush = next.IsEmptyPush;
        return false;
    }
}
