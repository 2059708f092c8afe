using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;

namespace Plugins.LlamaCpp.Tests.Kinds;

/// <summary>Writes a model of random weights, small enough to be made anew for a test.</summary>
internal sealed class KindWriter
{
    public const int Width = 64;
    public const int Hidden = 96;
    public const int Heads = 4;
    public const int SharedHeads = 2;
    public const int HeadWidth = Width / Heads;
    public const int Vocabulary = 512;
    public const int Context = 256;

    private readonly string _kind;
    private readonly Random _random = new(3);

    public KindWriter(string kind, int layers)
    {
        _kind = kind;
        Keys.Text("general.architecture", kind);
        Keys.Text("general.name", $"random {kind}");
        Number("context_length", Context);
        Number("embedding_length", Width);
        Number("block_count", layers);
    }

    public GgufKeys Keys => File.Keys;

    private GgufWriter File { get; } = new();

    public KindWriter Number(string key, int value)
    {
        Keys.Number($"{_kind}.{key}", (uint)value);
        return this;
    }

    public KindWriter Real(string key, float value)
    {
        Keys.Real($"{_kind}.{key}", value);
        return this;
    }

    /// <summary>Heads of attention as most kinds have them, and words of syllables.</summary>
    public KindWriter Usual(string epsilon = "attention.layer_norm_rms_epsilon")
    {
        new SyllableVocabulary(Vocabulary).WriteTo(Keys);
        Number("feed_forward_length", Hidden).Number("attention.head_count", Heads).Number("attention.head_count_kv", SharedHeads);
        return Number("attention.key_length", HeadWidth).Number("attention.value_length", HeadWidth).Real(epsilon, 1e-5f);
    }

    /// <summary>A matrix of normal numbers that keeps the size of what goes through it.</summary>
    public KindWriter Matrix(string name, int inputs, int outputs, float strength = 1)
    {
        var deviation = strength / MathF.Sqrt(inputs);
        File.Add(name + ".weight", [inputs, outputs], [.. Enumerable.Range(0, inputs * outputs).Select(_ => deviation * Normal())]);
        return this;
    }

    public KindWriter Ones(string name, int count = Width)
    {
        File.Add(name, [count], [.. Enumerable.Repeat(1f, count)]);
        return this;
    }

    /// <summary>A tensor of its own kind.</summary>
    public KindWriter Tensor(string name, int[] dimensions, Func<int, float> value)
    {
        File.Add(name, dimensions, [.. Enumerable.Range(0, dimensions.Aggregate((product, size) => product * size)).Select(value)]);
        return this;
    }

    /// <summary>Queries, keys, values and what comes of them.</summary>
    public KindWriter Attention(int layer, int shared = SharedHeads)
    {
        var at = Layer(layer);
        Matrix(at + "attn_q", Width, Width).Matrix(at + "attn_k", Width, HeadWidth * shared).Matrix(at + "attn_v", Width, HeadWidth * shared);
        return Matrix(at + "attn_output", Width, Width);
    }

    public KindWriter FeedForward(int layer)
    {
        var at = Layer(layer);
        return Matrix(at + "ffn_gate", Width, Hidden).Matrix(at + "ffn_up", Width, Hidden).Matrix(at + "ffn_down", Hidden, Width);
    }

    public static string Layer(int layer) => string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.");

    /// <summary>Writes the model, and gives it as the host would: its own header says what it is.</summary>
    public VerifiedModel Write(TempFolder folder)
    {
        var path = folder[_kind + ".gguf"];
        File.Write(path);
        return TestModels.Of(_kind, "gguf", path, GgufSummary.Of(GgufReader.Read(path, default)));
    }

    private float Normal() => MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(2 * MathF.PI * _random.NextSingle());
}
