using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Judges the inscriptions of one transaction by the evidence for it. Nothing is thrown: what is false is refused in the verdict.</summary>
internal sealed class RevealJudge
{
    private readonly RevealEvidence _evidence;
    private readonly StepVerdict _merkle, _header, _witness;
    private readonly Dictionary<int, ScriptPathStep> _inputs = [];

    public RevealJudge(RevealEvidence evidence)
    {
        _evidence = evidence;
        _merkle = MerkleStep.Judge(evidence);
        _header = HeaderStep.Judge(evidence);
        _witness = WitnessStep.Judge(evidence);
        Inscriptions = InscriptionReader.Read(evidence.Reveal);
        foreach (var input in Inscriptions.Select(inscription => inscription.Input).Distinct())
        {
            _inputs[input] = ScriptPathStep.Judge(evidence.Reveal, input, Funding(input));
        }
    }

    /// <summary>Every inscription of the transaction, in order.</summary>
    public IReadOnlyList<Inscription> Inscriptions { get; }

    /// <summary>What is false of the transaction itself, whichever inscription is meant.</summary>
    public StepVerdict? Flaw => new Verdict(Refused() ?? default, _merkle, _header, _witness).Flaw;

    public Verdict Judge(Inscription inscription)
    {
        var own = _inputs[inscription.Input];
        // An envelope that was invented in an earlier input would renumber the rest, so every input with one is checked.
        return new(Refused() ?? own.Verdict, _merkle, _header, _witness)
        {
            Confirmations = _header.IsOk ? _evidence.Standing?.Confirmations : null,
            Doubt = inscription.Input == 0
                ? own.Doubt
                : "it is beyond the first input, and an envelope left out of an earlier one would change its number",
        };
    }

    private StepVerdict? Refused()
    {
        foreach (var (_, step) in _inputs)
        {
            if (step.Verdict.IsRefused) return step.Verdict;
        }
        return null;
    }

    private Chain.Funding? Funding(int input) => _evidence.Funding.GetValueOrDefault(_evidence.Reveal.Inputs[input].Previous);
}
