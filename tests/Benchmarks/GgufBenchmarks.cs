using BenchmarkDotNet.Attributes;
using GoatHost.Benchmarks.Samples;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks;

/// <summary>A model's header, checked byte by byte.</summary>
public class GgufBenchmarks
{
    private readonly string _sample = Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
    private byte[] _vocabulary = [];

    [GlobalSetup]
    public void SetUp() => _vocabulary = Vocabulary.Gguf();

    [Benchmark]
    public object ReadSample() => GgufReader.Read(_sample, CancellationToken.None);

    [Benchmark]
    public object ReadVocabularyOf128k() => GgufReader.Read(_vocabulary, "vocabulary", CancellationToken.None);
}
