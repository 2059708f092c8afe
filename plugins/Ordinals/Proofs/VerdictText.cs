using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>A verdict in words: a line for each step, and one for all of them together.</summary>
internal static class VerdictText
{
    public static IReadOnlyList<Proof> Proofs(Inscription inscription, Verdict verdict, string? road) =>
    [
        new("level", verdict.Level > ProofLevel.Parsed && !verdict.NeedsWitness, Level(verdict, road)),
        new("envelope", true, Envelope(inscription)),
        Line("script path", verdict.ScriptPath),
        Line("Merkle path", verdict.Merkle),
        Line("headers", verdict.Header),
        Line("witness commitment", verdict.Witness),
        new("author", false, "who made it is not shown: anyone may inscribe anything"),
        new("first", false, "whether the same was inscribed before is not shown: that takes the whole chain"),
    ];

    /// <summary>What is proven of the inscription whose content is shown, a line each.</summary>
    public static IEnumerable<Proof> OfDelegate(ProvenInscription other)
    {
        var id = other.Inscription.Id;
        yield return new("delegate", other.Verdict.Level > ProofLevel.Parsed && !other.Verdict.NeedsWitness, $"the content is that of {id}, which it names");
        var (inscription, verdict) = (other.Inscription, other.Verdict);
        foreach (var line in Proofs(inscription, verdict, other.Road))
        {
            if (line.Claim is not ("author" or "first")) yield return line with { Claim = $"delegate's {line.Claim}" };
        }
    }

    public static string Name(ProofLevel level) => level switch
    {
        ProofLevel.Witnessed => "witnessed (L3)",
        ProofLevel.Committed => "committed (L2)",
        _ => "parsed (L1)",
    };

    private static string Level(Verdict verdict, string? road)
    {
        var confirmed = verdict.Confirmations switch
        {
            null => "",
            1 => ", 1 confirmation",
            var count => $", {count} confirmations",
        };
        var doubt = verdict.NeedsWitness ? $"; {verdict.Doubt}, so it takes its block's witness commitment (L3) to be sure of it" : "";
        var by = road is null ? "" : $"; read by {road}";
        return $"{Name(verdict.Level)}{confirmed}{doubt}{by}";
    }

    private static Proof Line(string claim, StepVerdict step) => new(claim, step.IsOk, step.Reason);

    private static string Envelope(Inscription inscription)
    {
        var content = inscription switch
        {
            { Body: null, Delegate: { } target } => $"no body, content delegated to {target}",
            { Body: null } => "no body",
            { Body: { } body } => $"{body.Length} bytes of {ShownText.Of(inscription.ContentType, "no stated type")}",
        };
        var encoding = inscription.ContentEncoding is { } coding ? $", stored in content-encoding {ShownText.Of(coding, "unknown")}" : "";
        var curse = inscription.StaticCurse is { } why ? $", counted by ord as cursed or vindicated ({Words(why)})" : "";
        return $"input {inscription.Input}, envelope {inscription.Offset} there: {content}{encoding}{curse}";
    }

    private static string Words(Curse curse) => curse switch
    {
        Curse.UnrecognizedEvenField => "an unknown even field",
        Curse.DuplicateField => "a field given twice",
        Curse.IncompleteField => "a field without a value",
        Curse.NotInFirstInput => "not in the first input",
        Curse.NotAtOffsetZero => "not the first in its input",
        Curse.Pointer => "a pointer",
        Curse.Pushnum => "a number opcode among its data",
        _ => "a stutter before it",
    };
}
