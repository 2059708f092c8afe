using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Plugins.LlamaCpp.Tests;

/// <summary>The sample's weights, opened by the runtime with the libraries that the build staged beside the plugin.</summary>
internal static class TinyModel
{
    public const int TrainedContext = 512;

    public static string NativesDir { get; } = Path.Combine(Fixtures.Root, "artifacts", "plugins", "llamacpp", "runtimes", NativeFolder.Platform, "native");

    public static LlamaCppRuntime Runtime { get; } = new(new LlamaCppSettings(NativesDir), TimeProvider.System, NullLogger<LlamaCppRuntime>.Instance);

    public static string PathOf(string quantization) =>
        Path.Combine(Fixtures.Offline, "goat-tiny-kjv", $"goat-tiny-kjv-{quantization.ToLowerInvariant()}.gguf");

    /// <summary>The sample as the host would hand it over.</summary>
    public static VerifiedModel Describe(string quantization = "Q8_0", string? path = null, string format = "gguf", long parameters = 1_451_712)
    {
        return TestModels.Of($"goat-tiny-kjv:{quantization}", format, path ?? PathOf(quantization), new ModelSummary
        {
            Architecture = "llama",
            Parameters = parameters,
            Quantization = quantization,
            ContextLength = TrainedContext,
            EmbeddingLength = 192,
            Layers = 4,
            Heads = 3,
            KeyValueHeads = 1,
        });
    }

    public static Task<IModelSession> OpenAsync(string quantization = "Q8_0", SessionOptions? options = null, CancellationToken ct = default) =>
        Runtime.OpenAsync(Describe(quantization), options ?? new SessionOptions { Threads = 1 }, progress: null, ct);

    /// <summary>Runs a request to its end.</summary>
    public static async Task<Answer> AskAsync(this IModelSession session, GenerationRequest request, CancellationToken ct = default)
    {
        var deltas = new List<Delta>();
        await foreach (var delta in session.GenerateAsync(request, ct)) deltas.Add(delta);
        return new Answer(deltas);
    }

    /// <summary>Embeds texts.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(this IModelSession session, params string[] texts) =>
        (await session.EmbedAsync(new EmbeddingRequest([.. texts.Select(text => new EmbeddingInput { Text = text })]), default)).Vectors;

    public static GenerationRequest Prompt(string text, int tokens = 24, uint? seed = 7, float? temperature = null) =>
        new() { Prompt = text, MaxTokens = tokens, Sampling = new SamplingOptions { Seed = seed, Temperature = temperature } };
}

/// <summary>A whole answer.</summary>
internal sealed record Answer(IReadOnlyList<Delta> Deltas)
{
    public string Text => string.Concat(Deltas.Select(delta => delta.Text));

    public IReadOnlyList<TokenInfo> Tokens => [.. Deltas.SelectMany(delta => delta.Tokens)];

    public GenerationEnd End => Deltas[^1].End!;
}

internal static class ModuleSetup
{
    /// <summary>Loads the libraries before any test does, so that no test depends on another's order.</summary>
    [ModuleInitializer]
    internal static void Load() => NativeEngine.Load(TinyModel.NativesDir);
}
