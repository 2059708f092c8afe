using GoatHost.Abstractions;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>Chooses among quantizations: the one asked for, else the largest up to Q8_0 that fits the machine.</summary>
internal static class QuantizationRule
{
    /// <param name="name">The model, for sentences.</param>
    /// <param name="choices">What is there, the largest first.</param>
    /// <param name="asked">What a person asked for, or null.</param>
    /// <param name="memory">Bytes of memory of the machine.</param>
    /// <returns>The choice, and the sentence that says why.</returns>
    public static (Choice Choice, string Why) Choose(string name, IReadOnlyList<Choice> choices, string? asked, long memory)
    {
        if (choices.Count == 0) throw new GoatException($"{name} has no .gguf file, and nothing else is loaded: look for the model as GGUF.");
        return asked is null ? Largest(name, choices, memory) : Named(name, choices, Quantizations.Normal(asked));
    }

    private static bool Fits(long size, long memory) => MachineFit.JudgeSize(size, new MachineMemory(memory, memory, [])).Kind == FitKind.Fits;

    private static (Choice Choice, string Why) Named(string name, IReadOnlyList<Choice> choices, string asked)
    {
        var choice = choices.FirstOrDefault(choice => choice.Quantization == asked)
            ?? throw new GoatException($"{name} has no {ShownText.Of(asked)}: there is {List(choices)}.");
        if (choice.Problem is { } problem)
            throw new GoatException($"{name}:{asked} cannot be taken, because {problem}: there is {List(choices)}.");
        return (choice, $"{choice.Text}, as asked");
    }

    private static (Choice Choice, string Why) Largest(string name, IReadOnlyList<Choice> choices, long memory)
    {
        var whole = choices.Where(choice => choice.Problem is null).ToList();
        if (whole.Count == 0) throw new GoatException($"{name} cannot be taken, because of {choices[0].Text} {choices[0].Problem}.");
        // A file whose name tells nothing is taken only when there is no doubt which is meant.
        var usual = whole.FindAll(choice => choice.Quantization is { } told ? !Quantizations.IsFloat(told) : choices.Count == 1);
        if (usual.Count == 0)
        {
            throw new GoatException(
                $"{name} has nothing up to Q8_0: there is {List(choices)}; ask for one by name, as in {name}:{whole[0].Quantization}.");
        }
        var choice = usual.Find(choice => Fits(choice.Size, memory))
            ?? throw new GoatException(
                $"{name} does not fit this machine's {Sizes.Text(memory)} of memory: there is {List(choices)}; "
                + "to fetch one anyway, ask for it by name.");
        var others = choices.Where(other => other != choice).Select(other => other.Text).ToList();
        var also = others.Count == 0 ? "" : $"; also there: {string.Join(", ", others)}";
        var why = choices.Count == 1 ? "the only one" : $"the largest up to Q8_0 that fits this machine's {Sizes.Text(memory)} of memory";
        return (choice, $"{choice.Text}: {why}{also}");
    }

    private static string List(IReadOnlyList<Choice> choices) =>
        string.Join(", ", choices.Take(12).Select(choice => choice.Text)) + (choices.Count > 12 ? $" and {choices.Count - 12} more" : "");
}
