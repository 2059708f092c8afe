using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>llama.cpp's samplers for one answer, in the order asked for.</summary>
/// <remarks>
/// Defaults are Ollama's: temperature 0.8, top-k 40, top-p 0.9, min-p off, a repeat penalty of 1.1 over 64 tokens; all else as
/// llama-server has it. At temperature 0 the likeliest token is taken, and only penalties that were asked for are applied.
/// </remarks>
internal sealed unsafe class SamplerChain : IDisposable
{
    private const float Temperature = 0.8f;
    private const int TopK = 40;
    private const float TopP = 0.9f;
    private const float RepeatPenalty = 1.1f;
    private const int RepeatLastN = 64;
    private const float DryBase = 1.75f;
    private const int DryAllowedLength = 2;
    private const float XtcThreshold = 0.1f;
    private const float MirostatTau = 5;
    private const float MirostatEta = 0.1f;
    private const int MirostatWindow = 100;

    /// <summary>Below it logits would overflow on division, and the draw is the greedy one long before.</summary>
    private const float LeastTemperature = 0.001f;

    private static readonly string[] DryBreakers = ["\n", ":", "\"", "*"];

    private readonly SamplerHandle _chain;
    private readonly SamplingOptions _options;
    private readonly Vocabulary _vocabulary;
    private readonly int _contextSize;
    private readonly uint _seed;
    private readonly bool _greedy;
    private bool _narrows;

    /// <summary>Builds the chain.</summary>
    /// <param name="options">What the request asks for, checked.</param>
    /// <param name="vocabulary">Tokens to draw from.</param>
    /// <param name="contextSize">Tokens to look back on at most.</param>
    public SamplerChain(SamplingOptions options, Vocabulary vocabulary, int contextSize)
    {
        (_options, _vocabulary, _contextSize) = (options, vocabulary, contextSize);
        // To llama.cpp the highest number means "draw a seed": whoever names it wants it kept.
        _seed = options.Seed is { } given ? Math.Min(given, uint.MaxValue - 1) : (uint)Random.Shared.NextInt64(uint.MaxValue);
        _greedy = (options.Temperature ?? Temperature) == 0;
        _chain = new SamplerHandle(LlamaApi.llama_sampler_chain_init(LlamaApi.llama_sampler_chain_default_params()));
        var order = SamplerOrder.Read(options.Order);
        if (!_greedy && options.Mirostat is 1 or 2)
        {
            AddTemperature();
            var (tau, eta) = (options.MirostatTau ?? MirostatTau, options.MirostatEta ?? MirostatEta);
            Add(options.Mirostat == 1
                ? LlamaApi.llama_sampler_init_mirostat(vocabulary.Size, _seed, tau, eta, MirostatWindow)
                : LlamaApi.llama_sampler_init_mirostat_v2(_seed, tau, eta));
            return;
        }
        foreach (var kind in order) Add(kind);
        if (_greedy) Cut = 1;
        Add(_greedy ? LlamaApi.llama_sampler_init_greedy() : LlamaApi.llama_sampler_init_dist(_seed));
    }

    /// <summary>Whether it does no more than take the greatest logit.</summary>
    public bool IsGreatest { get; private set; } = true;

    /// <summary>Tokens that it looks back on.</summary>
    public int LooksBack { get; private set; }

    /// <summary>
    /// How many of the greatest logits matter, when nothing but penalties on tokens that were seen comes before a cut to so many; 0 for all.
    /// </summary>
    public int Cut { get; private set; }

    public SamplerHandle Handle => _chain;

    public void Dispose() => _chain.Dispose();

    private void Add(SamplerKind kind)
    {
        var kept = (nuint)(_options.MinKeep ?? 0);
        switch (kind)
        {
            case SamplerKind.Penalties:
                AddPenalties();
                break;
            case SamplerKind.Dry when _options.DryMultiplier is > 0:
                AddDry();
                break;
            // Of what the cuts leave, the likeliest stays the likeliest.
            case not SamplerKind.Dry when _greedy:
                break;
            case SamplerKind.TopNSigma when _options.TopNSigma is > 0 and var sigma:
                Add(LlamaApi.llama_sampler_init_top_n_sigma(sigma));
                break;
            case SamplerKind.TopK when (_options.TopK ?? TopK) is > 0 and var k:
                if (!_narrows) Cut = k;
                Add(LlamaApi.llama_sampler_init_top_k(k));
                break;
            case SamplerKind.TypicalP when _options.TypicalP is < 1 and var typical:
                Add(LlamaApi.llama_sampler_init_typical(typical, kept));
                break;
            case SamplerKind.TopP when (_options.TopP ?? TopP) is < 1 and var p:
                Add(LlamaApi.llama_sampler_init_top_p(p, kept));
                break;
            case SamplerKind.MinP when _options.MinP is > 0 and var least:
                Add(LlamaApi.llama_sampler_init_min_p(least, kept));
                break;
            case SamplerKind.Xtc when _options.XtcProbability is > 0 and var chance:
                Add(LlamaApi.llama_sampler_init_xtc(chance, _options.XtcThreshold ?? XtcThreshold, kept, _seed));
                break;
            case SamplerKind.Temperature:
                AddTemperature();
                break;
            default:
                break;
        }
    }

    private void AddTemperature()
    {
        var temperature = Math.Max(_options.Temperature ?? Temperature, LeastTemperature);
        Add(_options.DynamicTemperatureRange is > 0 and var range
            ? LlamaApi.llama_sampler_init_temp_ext(temperature, range, _options.DynamicTemperatureExponent ?? 1)
            : LlamaApi.llama_sampler_init_temp(temperature));
    }

    private void AddPenalties()
    {
        var lastN = LookBack(_options.RepeatLastN ?? RepeatLastN);
        var repeat = _options.RepeatPenalty ?? (_greedy ? 1 : RepeatPenalty);
        var (frequency, presence) = (_options.FrequencyPenalty ?? 0, _options.PresencePenalty ?? 0);
        if (lastN == 0 || (repeat == 1 && frequency == 0 && presence == 0)) return;
        LooksBack = Math.Max(LooksBack, lastN);
        Add(LlamaApi.llama_sampler_init_penalties(_vocabulary.Size, lastN, repeat, frequency, presence), isPenalty: true);
    }

    private void AddDry()
    {
        var lastN = LookBack(_options.DryPenaltyLastN ?? -1);
        if (lastN == 0) return;
        LooksBack = Math.Max(LooksBack, lastN);
        var breakers = (_options.DrySequenceBreakers ?? DryBreakers).Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            fixed (nint* first = breakers)
            {
                var (multiplier, growth) = (_options.DryMultiplier ?? 0, _options.DryBase ?? DryBase);
                var allowed = _options.DryAllowedLength ?? DryAllowedLength;
                Add(_vocabulary.Dry(multiplier, growth, allowed, lastN, (byte**)first, breakers.Length), isPenalty: true);
            }
        }
        finally
        {
            foreach (var breaker in breakers) Marshal.FreeCoTaskMem(breaker);
        }
    }

    private int LookBack(int asked) => asked < 0 ? _contextSize : Math.Min(asked, _contextSize);

    private void Add(nint sampler, bool isPenalty = false)
    {
        _narrows |= !isPenalty;
        IsGreatest &= _greedy && LooksBack == 0;
        LlamaApi.llama_sampler_chain_add(_chain, sampler);
    }
}
