using System.Net;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Http;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Routes;

/// <summary>At least one request for every route that is served, together with every field that any of them tells of.</summary>
internal static class RouteExamples
{
    private const string Model = "\"model\":\"goat-tiny-kjv\"";

    private const string Sampling = """
        "temperature":1,"dynatemp_range":0,"dynatemp_exponent":1,"top_k":1,"top_p":1,"min_p":0,"typical_p":1,"top_n_sigma":-1,"xtc_probability":0,
        "xtc_threshold":0.1,"min_keep":0,"repeat_penalty":1,"repeat_last_n":64,"frequency_penalty":0,"presence_penalty":0,"dry_multiplier":0,
        "dry_base":1.75,"dry_allowed_length":2,"dry_penalty_last_n":-1,"dry_sequence_breakers":["x"],"mirostat":0,"mirostat_tau":5,
        "mirostat_eta":0.1,"samplers":["top_k"],"seed":1,"logit_bias":{"1":1}
        """;

    private const string Generating = """
        "stream":false,"max_tokens":1,"n_predict":1,"n_keep":0,"ignore_eos":false,"cache_prompt":true,"stop":["x"]
        """;

    private const string Options = """
        {"num_ctx":64,"num_batch":8,"num_thread":1,"num_gpu":0,"use_mmap":true,"num_predict":1,"num_keep":0,"temperature":1,"dynatemp_range":0,
         "dynatemp_exponent":1,"top_k":1,"top_p":1,"min_p":0,"typical_p":1,"top_n_sigma":-1,"xtc_probability":0,"xtc_threshold":0.1,"min_keep":0,
         "repeat_penalty":1,"repeat_last_n":64,"frequency_penalty":0,"presence_penalty":0,"dry_multiplier":0,"dry_base":1.75,"dry_allowed_length":2,
         "dry_penalty_last_n":-1,"mirostat":0,"mirostat_tau":5,"mirostat_eta":0.1,"seed":1,"dry_sequence_breakers":["x"],"samplers":["top_k"],"stop":["x"]}
        """;

    private const string OptionsField = "\"options\":" + Options;
    private const string ParametersField = "\"parameters\":" + Options;

    private const string ChatMessages = """
        "messages":[{"role":"user","content":[{"type":"text","text":"x"}]},
         {"role":"assistant","content":"x","reasoning_content":"x","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"}}]},
         {"role":"assistant","content":null,"reasoning":"x"},{"role":"tool","content":"x","name":"f","tool_call_id":"1"}]
        """;

    private const string Chat = ChatMessages + """
        ,"tools":[{"type":"function","function":{"name":"f","description":"d","strict":true,"parameters":{}}},{"type":"function","name":"g","description":"d","strict":true,"parameters":{}}],
         "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":true,"reasoning_effort":"low","chat_template_kwargs":{},"lora":[{"id":0,"scale":1}],
         "max_completion_tokens":1,"logprobs":true,"top_logprobs":1,"n":1,"stream_options":{"include_usage":true}
        """;

    private const string SchemaFormat = """ "response_format":{"type":"json_schema","json_schema":{"schema":{}}} """;
    private const string ObjectFormat = """ "response_format":{"type":"json_object","schema":{}} """;

    private const string Llama = """
        "n_probs":1,"return_tokens":true,"timings_per_token":true,"post_sampling_probs":false,"id_slot":0,"lora":[{"id":0,"scale":1}]
        """;

    private const string Anthropic = Model + """
        ,"max_tokens":1,"system":[{"type":"text","text":"x"}],"messages":[
         {"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{}},{"type":"thinking","thinking":"x"}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"x"}]}]}],
         "tools":[{"type":"custom","name":"f","description":"d","strict":true,"input_schema":{}}],"thinking":{"type":"enabled"},"stop_sequences":["x"],
         "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}
        """;

    private const string Responses = Model + """
        ,"instructions":"x","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]},{"type":"reasoning","summary":[{"text":"x"}]},
         {"type":"function_call","call_id":"1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"x"}],
         "tools":[{"type":"function","name":"f","description":"d","strict":true,"parameters":{}},
          {"type":"function","function":{"name":"g","description":"d","strict":true,"parameters":{}}}],
         "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"low"},"include":["message.output_text.logprobs"],"top_logprobs":1,
         "max_output_tokens":1,"truncation":"auto","metadata":{},"background":false
        """;

    private const string Ollama = Model + ""","options":{},"truncate":false,"shift":false,"keep_alive":"5m","logprobs":true,"top_logprobs":1""";

    private const string OllamaMessages = """
        "messages":[{"role":"user","content":"x","images":[]},{"role":"assistant","content":"","thinking":"x","tool_calls":[{"id":"1","function":{"name":"f","arguments":{}}}]},
         {"role":"tool","content":"x","tool_name":"f","tool_call_id":"1"}]
        """;

    private const string OllamaTools = """ "tools":[{"type":"function","function":{"name":"f","description":"d","strict":false,"parameters":{}}},{"type":"function","name":"g","description":"d","strict":false,"parameters":{}}] """;

    public static IReadOnlyList<RouteExample> All { get; } = [.. OpenAi(), .. LlamaServer(), .. Messages(), .. Ollamas(), .. Others()];

    public static TheoryData<int> Reading => Where(example => example.Reads);

    /// <summary>A theory's data by their places: the examples themselves would be run under names that hold whole bodies.</summary>
    public static TheoryData<int> Where(Func<RouteExample, bool> which) => [.. Enumerable.Range(0, All.Count).Where(at => which(All[at]))];

    /// <summary>A server on which every example is answered as it says.</summary>
    public static Task<ServedGoat> ServeAsync(string? key = null, IModelSession? session = null)
    {
        var keys = key is null ? null : new GoatHost.Http.Keys.ApiKeys(new GoatHost.Http.Keys.ApiKey(key), null);
        var adapter = ScriptedModels.Model with { Name = "adapter", Summary = ScriptedModels.Model.Summary with { Adapter = "lora" } };
        var pulled = ScriptedModels.Model with { Files = [ScriptedModels.Model.Files[0] with { Sha256 = new string('8', 64) }] };
        var library = new ScriptedLibrary([adapter]) { Pull = (_, _, _) => Task.FromResult(pulled) };
        var resident = new ResidentModel(ScriptedModels.Model.FullName, "script", 1, 100, 1, Limits, DateTimeOffset.UnixEpoch);
        return ServedGoat.StartAsync(session ?? Session(), new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), keys), library: library, loaded: [resident]);
    }

    public static SessionLimits Limits { get; } = new()
    {
        ContextTokens = 256, Engine = "script", Parallel = 2, Infills = true, Ranks = true, Tools = true, Thinks = true, Embeds = true, Adapters = [new AdapterScale("adapter")],
    };

    private static ScriptedSession Session() => new()
    {
        Limits = Limits,
        Answer =
        [
            new Delta { Reasoning = "hm" },
            new Delta { Text = "a", Tokens = [new TokenInfo(1, "a", -1, [new TokenInfo(2, "b", float.NegativeInfinity, [])])] },
            new Delta { ToolCalls = [ToolCallDelta.Whole("1", "f", "{}")] },
            new Delta { End = new GenerationEnd(FinishReason.Stop, 1, 1, TimeSpan.Zero, TimeSpan.Zero) },
        ],
        Vector = [1, 0],
        Scores = [1, 0],
    };

    private static RouteExample Get(string route, string? path = null) => new("GET", route, path ?? route, null, 200);

    private static RouteExample Post(string route, params string[] fields) => new("POST", route, route, $"{{{string.Join(',', fields)}}}", 200);

    private static RouteExample NotOffered(string method, string route, string path, string? body) => new(method, route, path, body, 501);

    private static IEnumerable<RouteExample> OpenAi() =>
    [
        Get("/v1/models"), Get("/v1/models/{id}", "/v1/models/goat-tiny-kjv"),
        .. new[] { "/v1/chat/completions", "/chat/completions" }.SelectMany(path => new[]
        {
            Post(path, Model, Chat, SchemaFormat, Generating),
            Post(path, Model, ChatMessages, Sampling, ObjectFormat),
            Post(path, Model, ChatMessages, """ "json_schema":{},"stream":true """),
            Post(path, Model, ChatMessages, """ "grammar":"x" """),
        }),
        Post("/v1/completions", Model, """ "prompt":["x"],"suffix":"x","echo":true,"logprobs":1,"n":1,"best_of":1 """, Generating, SchemaFormat),
        Post("/v1/completions", Model, """ "prompt":"x" """, Sampling, ObjectFormat, """ "stream":true,"stream_options":{"include_usage":true} """),
        Post("/v1/completions", Model, """ "prompt":[1,2],"grammar":"x" """),
        Post("/v1/completions", Model, """ "prompt":[1,2],"json_schema":{} """),
        Post("/v1/embeddings", Model, """ "input":["x",[1]],"encoding_format":"float","dimensions":1 """),
        Post("/v1/embeddings", Model, """ "input":"x","encoding_format":"base64" """),
        Post("/v1/responses", Responses, """ "text":{"format":{"type":"json_schema","schema":{}}},"stream":false """),
        Post("/v1/responses", Responses, """ "text":{"format":{"type":"json_schema","json_schema":{"schema":{}}}},"stream":true """, Sampling),
        Post("/v1/responses/input_tokens", Responses, """ "text":{"format":{"type":"json_schema","schema":{}}},"stream":false """),
        Post("/v1/responses/input_tokens", Responses, """ "text":{"format":{"type":"json_schema","json_schema":{"schema":{}}}} """, Sampling),
        .. new[] { "/v1/rerank", "/v1/reranking", "/rerank", "/reranking" }.Select(path =>
            Post(path, Model, """ "query":"q","documents":["x",{"text":"y"}],"top_n":1,"return_documents":true """)),
    ];

    private static IEnumerable<RouteExample> LlamaServer() =>
    [
        Get("/health"), Get("/v1/health"), Get("/props"), Get("/props", "/props?model=goat-tiny-kjv"), Get("/models"),
        Get("/slots", "/slots?model=goat-tiny-kjv&fail_on_no_slot=1"), Get("/metrics"),
        NotOffered("POST", "/props", "/props", "{}"),
        NotOffered("POST", "/slots/{id}", "/slots/0?action=save", "{}"),
        .. new[] { "/completion", "/completions" }.SelectMany(path => new[]
        {
            Post(path, Model, """ "prompt":{"prompt_string":"x"} """, Llama, Generating, SchemaFormat),
            Post(path, Model, """ "prompt":[1,"x",2] """, Sampling, ObjectFormat, """ "response_fields":["content"] """),
            Post(path, Model, """ "prompt":["x",[1,"y"]],"json_schema":{} """),
            Post(path, Model, """ "prompt":"x","grammar":"x","stream":true,"timings_per_token":true """),
        }),
        Post("/infill", Model, """ "input_prefix":"x","input_suffix":"x","prompt":"x","input_extra":[{"filename":"x","text":"x"}] """, Llama, Generating, SchemaFormat),
        Post("/infill", Model, """ "stream":true """, Sampling, ObjectFormat, """ "response_fields":["content"] """),
        Post("/infill", Model, """ "json_schema":{} """),
        Post("/infill", Model, """ "grammar":"x" """),
        Post("/tokenize", Model, """ "content":"x","add_special":true,"parse_special":true,"with_pieces":true """),
        Post("/tokenize", Model, """ "content":"x" """),
        Post("/detokenize", Model, """ "tokens":[65] """),
        Post("/apply-template", Model, Chat, SchemaFormat, Generating),
        Post("/apply-template", Model, ChatMessages, Sampling, ObjectFormat),
        Post("/apply-template", Model, ChatMessages, """ "json_schema":{} """),
        Post("/apply-template", Model, ChatMessages, """ "grammar":"x" """),
        .. new[] { "/embedding", "/embeddings" }.SelectMany(path => new[]
        {
            Post(path, Model, """ "content":["x"],"embd_normalize":2 """), Post(path, Model, """ "input":"x" """),
        }),
        Post("/models/load", Model), Post("/models/unload", Model),
        Get("/lora-adapters"), new("POST", "/lora-adapters", "/lora-adapters?model=goat-tiny-kjv", """[{"id":0,"scale":0.5}]""", 200),
    ];

    private static IEnumerable<RouteExample> Messages() =>
    [
        .. new[] { "/v1/messages", "/v1/messages/count_tokens" }.SelectMany(path => new[]
        {
            Post(path, Anthropic, """ "output_config":{"format":{"type":"json_schema","schema":{}}},"stream":true """),
            Post(path, Anthropic, """ "output_format":{"type":"json_schema","schema":{}},"stream":false """, Sampling),
        }),
    ];

    private static IEnumerable<RouteExample> Ollamas() =>
    [
        Post("/api/show", Model, """ "verbose":true """), Post("/api/show", """ "name":"goat-tiny-kjv" """),
        Post("/api/generate", Ollama, """ "prompt":"x","suffix":"","system":"x","template":"","context":[1],"images":[],"format":"json","think":true """),
        Post("/api/generate", Ollama, """ "prompt":"x","raw":true,"stream":false,"format":{},"think":"high" """),
        Post("/api/generate", """ "name":"goat-tiny-kjv","prompt":"" """, OptionsField),
        Post("/api/chat", Ollama, OllamaMessages, OllamaTools, """ "format":"json","think":true """),
        Post("/api/chat", Ollama, OllamaMessages, """ "stream":false,"format":{},"think":"high" """),
        Post("/api/chat", """ "name":"goat-tiny-kjv","keep_alive":0 """, OptionsField),
        Post("/api/embed", Model, """ "input":["x","y"],"truncate":true,"dimensions":1,"keep_alive":60 """),
        Post("/api/embed", """ "name":"goat-tiny-kjv","input":"x" """, OptionsField),
        Post("/api/embeddings", Model, """ "prompt":"x","keep_alive":"5m" """),
        Post("/api/embeddings", """ "name":"goat-tiny-kjv","prompt":"x" """, OptionsField),
        Post("/api/pull", Model, """ "stream":false """), Post("/api/pull", """ "name":"goat-tiny-kjv" """),
        Post("/api/create", Model, """ "from":"goat-tiny-kjv","system":"x","adapters":{"a.gguf":"adapter"} """, ParametersField, OllamaMessages, """ "license":["x"],"stream":false """),
        Post("/api/create", """ "name":"mine","from":"goat-tiny-kjv","license":"x" """),
        Post("/api/copy", """ "source":"goat-tiny-kjv","destination":"mine" """),
        new("DELETE", "/api/delete", "/api/delete", $"{{{Model}}}", 200), new("DELETE", "/api/delete", "/api/delete", """{"name":"goat-tiny-kjv"}""", 200),
        NotOffered("POST", "/api/push", "/api/push", "{}"),
        NotOffered("POST", "/api/blobs/{digest}", "/api/blobs/sha256:00", "{}"), NotOffered("HEAD", "/api/blobs/{digest}", "/api/blobs/sha256:00", null),
        .. new[] { "/", "/api/version", "/api/tags", "/api/ps" }.SelectMany(path => new[] { Get(path), Get(path) with { Method = "HEAD" } }),
    ];

    private static IEnumerable<RouteExample> Others() => [Get("/openapi.json")];
}
