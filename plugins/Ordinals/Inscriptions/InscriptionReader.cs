using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>Reads the inscriptions of a transaction, numbered over all its inputs.</summary>
internal static class InscriptionReader
{
    public static IReadOnlyList<Inscription> Read(Transaction transaction)
    {
        if (transaction.IsCoinbase || !transaction.HasWitness) return [];
        var envelopes = new List<EnvelopeExtent>();
        for (var input = 0; input < transaction.Inputs.Count; input++)
        {
            if (WitnessScript.Find(transaction.Inputs[input]) is { } script) EnvelopeReader.Find(script.Span, input, envelopes);
        }
        return envelopes.Count == 0 ? [] : [.. envelopes.Select((envelope, number) => Read(transaction, envelope, (uint)number))];
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

    private static Inscription Read(Transaction transaction, EnvelopeExtent envelope, uint number)
    {
        var script = WitnessScript.Find(transaction.Inputs[envelope.Input])!.Value;
        var pushes = EnvelopeReader.Pushes(script, envelope.Start, 2 * envelope.Fields);
        var fields = new Field[envelope.Fields];
        for (var field = 0; field < fields.Length; field++) fields[field] = new(pushes[2 * field], pushes[2 * field + 1]);
        return new()
        {
            Id = new(transaction.TxId, number),
            Input = envelope.Input,
            Offset = envelope.Offset,
            Fields = fields,
            BodyParts = envelope.HasBody ? EnvelopeReader.Pushes(script, envelope.Body, envelope.BodyParts) : null,
            IncompleteField = envelope.IncompleteField,
            DuplicateField = envelope.DuplicateField,
            UnrecognizedEvenField = envelope.UnrecognizedEvenField,
            PushNumber = envelope.PushNumber,
            Stutter = envelope.Stutter,
        };
    }
}
