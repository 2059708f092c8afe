using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Fields;

/// <summary>Reads how tokens are drawn: OpenAI's fields, and all that llama-server adds to them.</summary>
/// <remarks>Values are bounded as OpenAI bounds its own; what a runtime cannot do with the others, it refuses itself.</remarks>
internal static class SamplingFields
{
    private const int MostBiases = 1024;
    private const int MostNames = 64;

    /// <param name="hottest">OpenAI's temperatures end at 2, llama-server's nowhere.</param>
    public static SamplingOptions Read(JsonFields body, double hottest) => new()
    {
        Temperature = body.Number("temperature", 0, hottest),
        DynamicTemperatureRange = body.Number("dynatemp_range"),
        DynamicTemperatureExponent = body.Number("dynatemp_exponent"),
        TopK = body.Integer("top_k") is { } k ? Math.Max(k, 0) : null,
        TopP = body.Number("top_p", 0, 1),
        MinP = body.Number("min_p", 0, 1),
        TypicalP = body.Number("typical_p"),
        TopNSigma = body.Number("top_n_sigma"),
        XtcProbability = body.Number("xtc_probability", 0, 1),
        XtcThreshold = body.Number("xtc_threshold", 0, 1),
        MinKeep = body.Integer("min_keep", 0),
        RepeatPenalty = body.Number("repeat_penalty"),
        RepeatLastN = body.Integer("repeat_last_n", -1),
        FrequencyPenalty = body.Number("frequency_penalty", -2, 2),
        PresencePenalty = body.Number("presence_penalty", -2, 2),
        DryMultiplier = body.Number("dry_multiplier"),
        DryBase = body.Number("dry_base"),
        DryAllowedLength = body.Integer("dry_allowed_length", 0),
        DryPenaltyLastN = body.Integer("dry_penalty_last_n", -1),
        DrySequenceBreakers = body.Texts("dry_sequence_breakers", MostNames),
        Mirostat = body.Integer("mirostat", 0, 2),
        MirostatTau = body.Number("mirostat_tau"),
        MirostatEta = body.Number("mirostat_eta"),
        LogitBias = Biases(body),
        Order = body.Texts("samplers", MostNames),
        Seed = body.Whole("seed") is { } seed and not -1 ? unchecked((uint)seed) : null,
    };

    /// <summary>OpenAI's <c>{"15043": -100}</c>, or llama-server's <c>[[15043, false], …]</c>.</summary>
    private static Dictionary<int, float>? Biases(JsonFields body)
    {
        if (body.Get("logit_bias") is not { } json) return null;
        var pairs = json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().Select(item => (Token: Token(item.Name), item.Value)),
            JsonValueKind.Array => json.EnumerateArray().Select(Pair),
            _ => throw WrongBias,
        };
        var biases = new Dictionary<int, float>();
        foreach (var (token, value) in pairs)
        {
            if (biases.Count == MostBiases) throw ApiException.WrongField("logit_bias", $"at most {MostBiases} tokens");
            biases[token] = Bias(value);
        }
        return biases.Count > 0 ? biases : null;
    }

    private static (int Token, JsonElement Value) Pair(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Array || item.GetArrayLength() != 2) throw WrongBias;
        if (item[0].ValueKind != JsonValueKind.Number) throw WrongBias;
        return item[0].TryGetInt32(out var token) && token >= 0 ? (token, item[1]) : throw WrongBias;
    }

    private static int Token(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : throw WrongBias;

    private static float Bias(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => float.NegativeInfinity,
        JsonValueKind.Number when value.TryGetSingle(out var bias) && bias is >= -100 and <= 100 => bias,
        _ => throw WrongBias,
    };

    private static ApiException WrongBias =>
        ApiException.WrongField("logit_bias", "token ids, each with a number from -100 to 100 or false");
}
