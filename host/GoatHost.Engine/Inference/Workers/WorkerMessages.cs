using System.Text.Json.Serialization;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>One message between host and worker. Id 0 is the connection's own; others name a request, and every answer bears its request's id.</summary>
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Load), "load")]
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Check), "check")]
[JsonDerivedType(typeof(Devices), "devices")]
[JsonDerivedType(typeof(Generate), "generate")]
[JsonDerivedType(typeof(Embed), "embed")]
[JsonDerivedType(typeof(Rank), "rank")]
[JsonDerivedType(typeof(Tokenize), "tokenize")]
[JsonDerivedType(typeof(Detokenize), "detokenize")]
[JsonDerivedType(typeof(Render), "render")]
[JsonDerivedType(typeof(Run), "run")]
[JsonDerivedType(typeof(Stats), "stats")]
[JsonDerivedType(typeof(Credit), "credit")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Loaded), "loaded")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Checked), "checked")]
[JsonDerivedType(typeof(DevicesFound), "devicesFound")]
[JsonDerivedType(typeof(Part), "part")]
[JsonDerivedType(typeof(Vectors), "vectors")]
[JsonDerivedType(typeof(Ranked), "ranked")]
[JsonDerivedType(typeof(Tokens), "tokens")]
[JsonDerivedType(typeof(Pieces), "pieces")]
[JsonDerivedType(typeof(Rendered), "rendered")]
[JsonDerivedType(typeof(Wrote), "wrote")]
[JsonDerivedType(typeof(Exited), "exited")]
[JsonDerivedType(typeof(StatsFound), "statsFound")]
[JsonDerivedType(typeof(Failed), "failed")]
internal abstract record WorkerMessage(int Id);

// From the host.
internal sealed record Load(int Id, string Folder, IReadOnlyDictionary<string, string?> Settings, string DataDirectory) : WorkerMessage(Id);
internal sealed record Open(int Id, string Runtime, ModelFacts Model, SessionOptions Options) : WorkerMessage(Id);
internal sealed record Check(int Id, string Runtime) : WorkerMessage(Id);
internal sealed record Devices(int Id, string Runtime) : WorkerMessage(Id);
internal sealed record Generate(int Id, GenerationRequest Request) : WorkerMessage(Id);
internal sealed record Embed(int Id, EmbeddingRequest Request) : WorkerMessage(Id);
internal sealed record Rank(int Id, RankRequest Request) : WorkerMessage(Id);
internal sealed record Tokenize(int Id, TokenizeRequest Request) : WorkerMessage(Id);
internal sealed record Detokenize(int Id, IReadOnlyList<int> Tokens) : WorkerMessage(Id);
internal sealed record Render(int Id, GenerationRequest Request) : WorkerMessage(Id);
internal sealed record Run(int Id, string Command, IReadOnlyList<string> Arguments) : WorkerMessage(Id);
internal sealed record Stats(int Id) : WorkerMessage(Id);
internal sealed record Cancel(int Id) : WorkerMessage(Id);
internal sealed record Close(int Id) : WorkerMessage(Id);

/// <summary>Lets the worker send this many more parts of an answer.</summary>
internal sealed record Credit(int Id, int Parts) : WorkerMessage(Id);

// From the worker.
internal sealed record Hello(int Id, string Token) : WorkerMessage(Id);

/// <summary>The plugin is loaded; <paramref name="Provides"/> is what it registered, not what its manifest says.</summary>
internal sealed record Loaded(int Id, IReadOnlyList<string> Provides) : WorkerMessage(Id);
internal sealed record Progress(int Id, double Portion, string? Label = null) : WorkerMessage(Id);
internal sealed record Opened(int Id, SessionLimits Limits) : WorkerMessage(Id);
internal sealed record Checked(int Id, Health Health) : WorkerMessage(Id);
internal sealed record DevicesFound(int Id, IReadOnlyList<ComputeDevice> Found) : WorkerMessage(Id);
internal sealed record Part(int Id, Delta Delta) : WorkerMessage(Id);

/// <summary>Each vector as little-endian floats.</summary>
internal sealed record Vectors(int Id, IReadOnlyList<byte[]> Values, int PromptTokens) : WorkerMessage(Id);
internal sealed record Ranked(int Id, RankResult Result) : WorkerMessage(Id);
internal sealed record Tokens(int Id, IReadOnlyList<int> Ids) : WorkerMessage(Id);
internal sealed record Pieces(int Id, IReadOnlyList<byte[]> Values) : WorkerMessage(Id);
internal sealed record Rendered(int Id, string Prompt) : WorkerMessage(Id);

/// <summary>What a command wrote: a line of text, or bytes.</summary>
internal sealed record Wrote(int Id, string? Line, byte[]? Bytes) : WorkerMessage(Id);
internal sealed record Exited(int Id, int Code) : WorkerMessage(Id);
internal sealed record StatsFound(int Id, long WorkingSet) : WorkerMessage(Id);

/// <summary>The request is at its end.</summary>
internal sealed record Done(int Id) : WorkerMessage(Id);

/// <summary>The request failed, or was cancelled when <paramref name="Kind"/> says so.</summary>
internal sealed record Failed(int Id, FailureKind Kind, string Sentence) : WorkerMessage(Id)
{
    /// <summary>The two numbers of <see cref="FailureKind.ContextExceeded"/>.</summary>
    public int PromptTokens { get; init; }

    public int ContextTokens { get; init; }
}

internal enum FailureKind { Failed, Refused, Request, Busy, Cancelled, ContextExceeded }

/// <summary>A verified model's facts on their way to a worker, where host code makes the model anew.</summary>
internal sealed record ModelFacts(string Name, string Format, IReadOnlyList<VerifiedFile> Files, ModelSummary Summary)
{
    public IReadOnlyList<ModelFacts> Adapters { get; init; } = [];

    public static ModelFacts Of(VerifiedModel model) =>
        new(model.Name, model.Format, model.Files, model.Summary) { Adapters = [.. model.Adapters.Select(Of)] };

    public VerifiedModel ToModel() => new VerifiedModel(Name, Format, Files, Summary).With([.. Adapters.Select(adapter => adapter.ToModel())]);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a token's log-probability may be -Infinity
    UseStringEnumConverter = true,
    MaxDepth = 64)]
[JsonSerializable(typeof(WorkerMessage))]
[JsonSerializable(typeof(WorkerInvitation))]
internal sealed partial class WorkerJson : JsonSerializerContext;
