using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Keeps the lines that a command writes.</summary>
internal sealed class FakeOutput : ICommandOutput
{
    public List<string> Lines { get; } = [];

    public void Text(string line) => Lines.Add(line);

    public void Bytes(ReadOnlySpan<byte> bytes) => Lines.Add($"{bytes.Length} bytes");

    /// <summary>What the person answers; null when nobody is there.</summary>
    public bool? Answer { get; init; }

    public List<string> Questions { get; } = [];

    public Task<bool?> ConfirmAsync(string question, CancellationToken ct)
    {
        Questions.Add(question);
        return Task.FromResult(Answer);
    }

    public void Progress(double part, string label) => Lines.Add(label);
}
