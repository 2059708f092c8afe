using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Tests.Hostile;

/// <summary>Requests with any field at an extreme or wrong: what a client may send that means harm, or that a broken client sends.</summary>
internal sealed class HostileRequests(Random random)
{
    private static readonly float[] Floats =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -1, -0f, 0, 1e-9f, 0.5f, 1, 1.5f, 10, 99, 1e9f];

    private static readonly int[] Integers = [int.MinValue, -2, -1, 0, 1, 2, 3, 40, 511, 512, 513, 1 << 20, int.MaxValue];

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "In the beginning", "\uFFFD\u202E🐐é", "<|im_start|>system\n<|im_end|></s><s>", "{{ x }}{% for %}", "{\"name\":", "\n\n\n\n",
        "<tool_call>", "<think>", new string('a', 70_000), new string('\n', 3000), string.Concat(Enumerable.Repeat("🐐", 2000)),
    ];

    private static readonly string[] Grammars =
    [
        "", "root", "root ::=", "root ::= root", "root ::= root \"a\"", "root ::= \"a\" root", "root ::= (\"a\"*)*", "root ::= other", "a ::= \"b\"",
        "root ::= [^", "root ::= []", "root ::= [z-a]", "root ::= \"\\U0010FFFF\"", "root ::= \"\\uD800\"", "root ::= \"a\"{1000000}", "root ::= \"a\"{5,2}",
        "root ::= (((\"a\"{0,999}){0,999}){0,999})", "root ::= \"", "root ::= .", "root ::= \"\"", "root ::= [0-9]+ \"\\x00\"", "root ::= <[1]> !<[2]>",
        $"root ::= {new string('(', 5000)}", $"root ::= {string.Join(" | ", Enumerable.Repeat("\"a\"", 20_000))}", "root ::= \"x\" | a\na ::= a a | \"y\" | root",
    ];

    private static readonly string[] Schemas =
    [
        "{}", "true", "false", "[]", "7", "\"x\"", "{\"type\":\"nope\"}", "{\"$ref\":\"#\"}", "{\"enum\":[]}", "{\"const\":\"\\ud800\"}", "{\"type\":\"string\",\"minLength\":10000}",
        "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"},\"minItems\":1}", "{\"type\":\"string\",\"pattern\":\"^(a+)+$\",\"maxLength\":40}",
        "{\"type\":\"string\",\"pattern\":\"((((a{0,99}){0,99}){0,99}){0,99})\"}", "{\"type\":\"integer\",\"multipleOf\":3,\"minimum\":-1e23}", "{\"type\":\"number\",\"multipleOf\":1e-28}",
        "{\"oneOf\":[{\"oneOf\":[{\"oneOf\":[{},{}]},{}]},{\"enum\":[1,2]},{\"enum\":[2,3]}]}", "{\"patternProperties\":{\"a.*b\":{},\"c.*d\":{},\".*\":false},\"minProperties\":1}",
        "{\"type\":\"object\",\"minProperties\":10000}", "{\"allOf\":[{\"$ref\":\"#/allOf/0\"}]}", "{\"type\":\"object\",\"properties\":{\"\\u0000\":{},\"\":{}},\"required\":[\"\"]}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}}}}}}",
    ];

    private static readonly string[] Samplers = ["penalties", "dry", "top_n_sigma", "top_k", "typ_p", "top_p", "min_p", "xtc", "temperature", "nope", ""];

    public GenerationRequest Next()
    {
        var isLong = random.Next(8) == 0;
        var request = Prompted() with
        {
            MaxTokens = isLong ? Often(Integers) : random.Next(12),
            Sampling = Sampling(),
            Stop = Some(3, () => Pick(Texts)),
            IgnoreEnd = Maybe(),
            DropOldestMessages = Maybe(),
            // Both would be an answer without end, and maybe without a word in it.
            ShiftContext = !isLong && Maybe(),
            CachePrompt = Maybe(),
            KeepTokens = Rarely(Integers) ?? 0,
            LogProbabilities = Rarely(Integers),
        };
        if (random.Next(40) == 0) request = request with { Stop = [.. Enumerable.Repeat("x", 1000)] };
        if (random.Next(3) == 0) request = request with { Format = Format() };
        return random.Next(3) == 0 ? request with { Tools = Tools(), ToolChoice = Choice(), ParallelToolCalls = Maybe() } : request;
    }

    public EmbeddingRequest NextEmbedding() => new([.. Some(4, () => new EmbeddingInput
    {
        Text = Maybe() ? Pick(Texts) : null,
        Tokens = random.Next(3) == 0 ? Tokens() : null,
    })]) { Truncate = Maybe(), Normalize = Maybe() };

    /// <summary>How a model may be asked to be opened.</summary>
    public SessionOptions NextOptions() => new()
    {
        ContextTokens = Rarely(Integers),
        Threads = Rarely(Integers),
        GpuLayers = Rarely(Integers),
        Parallel = Rarely(Integers),
        Queue = Rarely(Integers),
        BatchTokens = Rarely(Integers),
        MapWeights = Maybe() ? null : Maybe(),
    };

    public IReadOnlyList<int> Tokens() => random.Next(6) switch
    {
        0 => [],
        1 => [.. Some(4, () => Pick(Integers))],
        2 => [.. Enumerable.Range(0, 700).Select(token => token % 500)],
        _ => [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(512))],
    };

    public string Text() => Pick(Texts);

    private GenerationRequest Prompted() => random.Next(6) switch
    {
        0 => new GenerationRequest(),
        1 => new GenerationRequest { Prompt = Pick(Texts) },
        2 => new GenerationRequest { PromptTokens = Tokens() },
        3 => new GenerationRequest { Prompt = Pick(Texts), Suffix = Pick(Texts), Messages = Maybe() ? null : [] },
        _ => new GenerationRequest
        {
            Messages = [.. Some(6, Message)],
            Think = Maybe() ? null : Maybe(),
            ReasoningEffort = Maybe() ? null : Pick(Texts),
            TemplateVariables = Variables(),
        },
    };

    private ChatMessage Message() => new(Pick(["system", "user", "assistant", "tool", "developer", "", "nope", "<|im_start|>"]), Pick(Texts))
    {
        Reasoning = Maybe() ? null : Pick(Texts),
        ToolCalls = random.Next(4) > 0 ? [] : [.. Some(3, () => new ToolCall(Pick(Texts), Pick(Texts), Maybe() ? "{\"a\":1}" : Pick(Texts)))],
        ToolCallId = Maybe() ? null : Pick(Texts),
        ToolName = Maybe() ? null : Pick(Texts),
    };

    private SamplingOptions Sampling() => new()
    {
        Temperature = Rarely(Floats),
        DynamicTemperatureRange = Rarely(Floats),
        DynamicTemperatureExponent = Rarely(Floats),
        TopK = Rarely(Integers),
        TopP = Rarely(Floats),
        MinP = Rarely(Floats),
        TypicalP = Rarely(Floats),
        TopNSigma = Rarely(Floats),
        XtcProbability = Rarely(Floats),
        XtcThreshold = Rarely(Floats),
        MinKeep = Rarely(Integers),
        RepeatPenalty = Rarely(Floats),
        RepeatLastN = Rarely(Integers),
        FrequencyPenalty = Rarely(Floats),
        PresencePenalty = Rarely(Floats),
        DryMultiplier = Rarely(Floats),
        DryBase = Rarely(Floats),
        DryAllowedLength = Rarely(Integers),
        DryPenaltyLastN = Rarely(Integers),
        DrySequenceBreakers = random.Next(8) == 0 ? [.. Some(4, () => Pick(Texts))] : null,
        Mirostat = Rarely(Integers),
        MirostatTau = Rarely(Floats),
        MirostatEta = Rarely(Floats),
        LogitBias = Biases(),
        Order = random.Next(8) == 0 ? [.. Some(12, () => Pick(Samplers))] : null,
        Seed = random.Next(3) switch { 0 => null, 1 => uint.MaxValue, _ => (uint)random.Next() },
    };

    private Dictionary<int, float>? Biases() => random.Next(12) switch
    {
        0 => Enumerable.Range(0, 4096).ToDictionary(token => token, _ => float.NegativeInfinity),
        1 => Enumerable.Range(0, 5000).ToDictionary(token => token, _ => 1000f),
        2 => new Dictionary<int, float> { [Pick(Integers)] = Pick(Floats) },
        _ => null,
    };

    private ResponseFormat Format() => random.Next(4) switch
    {
        0 => new ResponseFormat(Schema: null),
        1 => new ResponseFormat(Schema: null) { Grammar = Pick(Grammars) },
        2 => new ResponseFormat(Deep()),
        _ => new ResponseFormat(Json(Pick(Schemas))),
    };

    private JsonElement Deep()
    {
        var depth = random.Next(1, 31);
        return Json(string.Concat(Enumerable.Repeat("{\"anyOf\":[", depth)) + "{}" + string.Concat(Enumerable.Repeat("]}", depth)));
    }

    private List<ToolDefinition> Tools() => random.Next(10) == 0
        ? [.. Enumerable.Range(0, 600).Select(number => new ToolDefinition($"tool_{number}", null, Json("{}")))]
        : [.. Some(4, () => new ToolDefinition(Maybe() ? "look" : Maybe() ? $"tool_{random.Next(9)}" : Pick(Texts), Pick(Texts), Json(Pick(Schemas))) { Strict = Maybe() })];

    private ToolChoice Choice() => random.Next(4) switch
    {
        0 => ToolChoice.Auto,
        1 => ToolChoice.Required,
        2 => ToolChoice.None,
        _ => new ToolChoice(ToolChoiceKind.Named, Maybe() ? "look" : Pick(Texts)),
    };

    private JsonElement? Variables() => random.Next(4) switch
    {
        0 => Json("{\"messages\":\"x\",\"tools\":7,\"bos_token\":null,\"add_generation_prompt\":[],\"raise_exception\":0,\"range\":{}}"),
        1 => Json("{\"enable_thinking\":{\"a\":[[[[]]]]},\"\":1,\"loop\":9,\"namespace\":\"x\"}"),
        2 => Json(Pick(["[]", "null", "1e400", "\"x\"", "{}"])),
        _ => null,
    };

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private bool Maybe() => random.Next(2) == 0;

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private T? Rarely<T>(T[] from) where T : struct => random.Next(7) == 0 ? Pick(from) : null;

    private T? Often<T>(T[] from) where T : struct => random.Next(5) > 0 ? Pick(from) : null;

    private List<T> Some<T>(int most, Func<T> make) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => make())];
}
