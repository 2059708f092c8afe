using System.Globalization;
using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Fixtures.Misbehaving;

/// <summary>A runtime that does what the prompt asks for.</summary>
internal sealed class RogueRuntime(RogueFolder folder) : IRuntime
{
    public string Name => "rogue";

    public bool CanRun(VerifiedModel model) => true;

    public async Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        if (model.Name == "refused") throw new RefusedException("The tensors overlap.");
        if (model.Name == "endless") await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        for (var percent = 0; percent <= 100; percent++) progress?.Report(percent / 100.0);
        return new RogueSession(folder, model.Name);
    }

    /// <summary>Writes down its process and never answers.</summary>
    public async Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture), ct);
        using var never = new ManualResetEvent(false);
        never.WaitOne();
        return [];
    }
}

/// <summary>A command that writes all there is to write, and more of it than fits in any window.</summary>
internal sealed class RogueCommand : ICommand
{
    public string Name => "shout";

    public string Summary => "Shouts.";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        if (arguments is ["forever"]) await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        if (arguments is ["fail"]) throw new GoatException("The voice broke.");
        output.Progress(0.5, "shouting");
        foreach (var word in arguments) output.Text(word);
        for (var line = 0; line < 500; line++) output.Text(line.ToString(CultureInfo.InvariantCulture));
        output.Bytes([0, 255]);
        return 7;
    }
}

/// <summary>Its open model.</summary>
internal sealed class RogueSession(RogueFolder folder, string model) : IModelSession
{
    private List<byte[]> Hoarded { get; } = [];

    public SessionLimits Limits { get; } = new() { ContextTokens = 7, Engine = model, Embeds = true };

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        switch (request.Prompt)
        {
            case "secrets":
                yield return new Delta { Text = $"{Environment.GetEnvironmentVariable("GOAT_TEST_API_KEY")}|{Environment.GetEnvironmentVariable("GGML_NO_BACKTRACE")}|{Environment.CommandLine}" };
                yield break;
            case "everything":
                yield return new Delta
                {
                    Text = "é🐐", Reasoning = "r", ToolCalls = [ToolCallDelta.Whole("1", "t", "{}")],
                    Tokens = [new TokenInfo(1, "a", float.NegativeInfinity, [new TokenInfo(2, "b", -1.5f, [])])],
                };
                yield return new Delta { End = new GenerationEnd(FinishReason.Length, 1, 2, TimeSpan.FromSeconds(1), TimeSpan.FromTicks(3)) };
                yield break;
        }
        for (var count = 0; ; count++)
        {
            if (request.Prompt == "abort" && count == 3) Environment.FailFast("native code gave up");
            if (request.Prompt == "throw" && count == 3) throw new HomeMadeException("out of words");
            if (request.Prompt == "three" && count == 3) break;
            if (request.Prompt == "greedy" && count < 40) Hoard();
            if (request.Prompt == "flood") await File.WriteAllTextAsync(Path.Combine(folder.Path, "count"), count.ToString(CultureInfo.InvariantCulture), ct);
            if (request.Prompt == "loop" && count == 1) Spin(folder.Path);
            if (request.Prompt is "slow" or "greedy") await Task.Delay(5, ct);
            ct.ThrowIfCancellationRequested();
            yield return new Delta { Text = count.ToString(CultureInfo.InvariantCulture) };
        }
        yield return new Delta { End = new GenerationEnd(FinishReason.Stop, 1, 3, TimeSpan.Zero, TimeSpan.Zero) };
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => Task.FromResult(
        new EmbeddingResult([.. request.Inputs.Select(input => new ReadOnlyMemory<float>([input.Text!.Length, 0.5f]))], 5));

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) =>
        Task.FromResult(new RankResult([.. request.Documents.Select(document => (float)document.Length)], 6));

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<int>>([.. request.Text.Select(c => (int)c)]);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>([.. tokens.Select(token => new ReadOnlyMemory<byte>([(byte)token]))]);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) => Task.FromResult($"<{request.Messages![0].Content}>");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A loop in native code: other threads live on.</summary>
    private static void Spin(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "spins"), "");
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }

    /// <summary>Takes memory and touches it, so that it is really taken; stops well before it could harm the machine.</summary>
    private void Hoard()
    {
        var taken = new byte[16 << 20];
        taken.AsSpan().Fill(1);
        Hoarded.Add(taken);
    }
}
