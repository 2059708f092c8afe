using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>Reads the inscriptions of a transaction, numbered over all its inputs.</summary>
internal static class InscriptionReader
{
    public static IReadOnlyList<Inscription> Read(Transaction transaction)
    {
        if (transaction.IsCoinbase || !transaction.HasWitness) return [];
        List<Inscription>? found = null;
        for (var input = 0; input < transaction.Inputs.Count; input++)
        {
            if (WitnessScript.Find(transaction.Inputs[input]) is not { } script) continue;
            var envelopes = EnvelopeReader.Read(script);
            for (var offset = 0; offset < envelopes.Count; offset++)
            {
                found ??= [];
                found.Add(Read(envelopes[offset], new(transaction.TxId, (uint)found.Count), input, offset));
            }
        }
        return found ?? (IReadOnlyList<Inscription>)[];
    }

    public static ReadOnlyMemory<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Count == 1) return parts[0];
        var whole = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(whole.AsMemory(at));
            at += part.Length;
        }
        return whole;
    }

    private static Inscription Read(Envelope envelope, InscriptionId id, int input, int offset)
    {
        var payload = envelope.Payload;
        // The body starts at the first empty push in the place of a tag; an empty push in the place of a value is a value.
        var separator = 0;
        while (separator < payload.Count && !payload[separator].IsEmpty) separator += 2;
        var hasBody = separator < payload.Count;
        var end = Math.Min(separator, payload.Count);
        var fields = new Field[end / 2];
        for (var field = 0; field < fields.Length; field++) fields[field] = new(payload[2 * field], payload[2 * field + 1]);
        var tags = new TagCensus(fields);
        return new()
        {
            Id = id,
            Input = input,
            Offset = offset,
            Fields = fields,
            BodyParts = hasBody ? payload[(separator + 1)..] : null,
            IncompleteField = end % 2 == 1,
            DuplicateField = tags.HasDuplicate,
            UnrecognizedEvenField = tags.HasUnrecognizedEven,
            PushNumber = envelope.PushNumber,
            Stutter = envelope.Stutter,
        };
    }
}
