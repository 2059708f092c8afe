using GoatHost.Abstractions;

namespace GoatHost.Samples.EchoRuntime;

/// <summary>A runtime that needs nothing of a model but that there is one.</summary>
internal sealed class EchoRuntime(TimeProvider time) : IRuntime
{
    public string Name => "echo";

    public bool CanRun(VerifiedModel model) => model.Format == "gguf";

    public Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        progress?.Report(1);
        return Task.FromResult<IModelSession>(new EchoSession(options.ContextTokens ?? 4096, time));
    }
}
