using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Benchmarks.Inference;

/// <summary>The llama.cpp runtime beside bare loops over llama.cpp's C API: same libraries, file and threads, turn by turn in one process.</summary>
internal sealed class InferenceBench(TextWriter say, ModelShape shape, int threads, int rounds)
{
    private const int PromptTokens = 512;
    private const int ShortPrompt = 16;
    private static readonly (int Answers, int Tokens)[] Widths = [(1, 128), (4, 48), (16, 24)];

    public async Task RunAsync()
    {
        await say.WriteLineAsync($"{shape.Name}: {threads} of {Cores.Count} cores, {rounds} rounds, medians");
        var natives = Path.Combine(Fixtures.Root, "artifacts", "plugins", "llamacpp", "runtimes", NativeFolder.Platform, "native");
        await say.WriteLineAsync(NativeEngine.Load(natives).Describe());
        var model = Model();
        var runtime = new LlamaCppRuntime(new LlamaCppSettings(natives), TimeProvider.System, NullLogger<LlamaCppRuntime>.Instance);
        var options = new SessionOptions { Threads = threads, ContextTokens = ModelShape.Context, Parallel = 16 };
        await using var session = await runtime.OpenAsync(model, options, null, CancellationToken.None);
        var host = new HostSession(session);

        await PromptsAsync(host, model);
        foreach (var (answers, tokens) in Widths) await AnswersAsync(host, model, answers, tokens);
        await RepeatsAsync(host);
    }

    private async Task PromptsAsync(HostSession host, VerifiedModel model)
    {
        using var bare = new BareLlama(model, threads, sequences: 1);
        var pairs = new Pairs();
        for (var round = -1; round < rounds; round++)
        {
            pairs.Add(round, PromptTokens / bare.Prompt(PromptTokens).TotalSeconds, PromptTokens / (await host.PromptAsync(PromptTokens)).TotalSeconds);
        }
        await say.WriteLineAsync(pairs.Line($"prompt of {PromptTokens}"));
    }

    private async Task AnswersAsync(HostSession host, VerifiedModel model, int answers, int tokens)
    {
        using var bare = new BareLlama(model, threads, answers);
        using var pool = new BareLlama(model, threads, answers, pooled: true);
        var (drawn, decoded, pooled) = (new Pairs(), new Pairs(), new Pairs());
        for (var round = -1; round < rounds; round++)
        {
            var all = (double)answers * tokens;
            var withDraw = all / bare.Generate(answers, ShortPrompt, tokens, draw: true).TotalSeconds;
            var without = all / bare.Generate(answers, ShortPrompt, tokens, draw: false).TotalSeconds;
            var withPool = all / pool.Generate(answers, ShortPrompt, tokens, draw: true).TotalSeconds;
            // Of one answer the time from its first token to its last is taken, and so one decode less.
            var own = (answers == 1 ? all - 1 : all) / (await host.GenerateAsync(answers, ShortPrompt, tokens)).TotalSeconds;
            drawn.Add(round, withDraw, own);
            decoded.Add(round, without, own);
            pooled.Add(round, withPool, own);
        }
        await say.WriteLineAsync(drawn.Line($"{answers} x {tokens} tokens, drawn"));
        await say.WriteLineAsync(decoded.Line($"{answers} x {tokens} tokens, only decoded"));
        if (answers > 1) await say.WriteLineAsync(pooled.Line($"{answers} x {tokens} tokens, one pool"));
    }

    private async Task RepeatsAsync(HostSession host)
    {
        var ratios = new List<double>();
        for (var round = -1; round < rounds; round++)
        {
            var (first, again) = await host.RepeatAsync(shared: 400, own: 16);
            if (round >= 0) ratios.Add(first / again);
        }
        await say.WriteLineAsync($"a prefix of 400 tokens again: the first token {Pairs.Median(ratios):F1} x sooner");
    }

    private VerifiedModel Model()
    {
        var path = RandomModel.Write(shape);
        return TestModels.Of($"random-{shape.Name}", "gguf", path, new ModelSummary
        {
            Architecture = "llama",
            Parameters = 1,
            Quantization = shape.Weights == WeightBlock.Q4 ? "Q4_0" : "Q8_0",
            ContextLength = ModelShape.Context,
            EmbeddingLength = shape.Width,
            Layers = shape.Layers,
            Heads = shape.Heads,
            KeyValueHeads = shape.KeyValueHeads,
            VocabularySize = ModelShape.Vocabulary,
            WeightBytes = new FileInfo(path).Length,
        });
    }
}
