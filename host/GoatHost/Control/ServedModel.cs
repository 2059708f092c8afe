using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Cli.Conversations;
using GoatHost.Engine.Inference;

namespace GoatHost.Control;

/// <summary>A model in a server's memory, shared with all who use that server; held for the length of an answer, and loaded anew if need be.</summary>
internal sealed class ServedModel : ILoadedModel
{
    private readonly ControlClient _server;
    private readonly string _model;
    private readonly OpenOptions _options;

    private ServedModel(ControlClient server, string model, OpenOptions options, SessionLimits limits) =>
        (_server, _model, _options, Limits) = (server, model, options, limits);

    public SessionLimits Limits { get; }

    public static async Task<ServedModel> LoadAsync(
        ControlClient server, string model, OpenOptions options, IProgress<double> progress, CancellationToken ct)
    {
        SessionLimits? limits = null;
        await foreach (var one in server.LoadAsync(new LoadRequest(model, options.Session) { Adapters = options.Adapters }, ct))
        {
            if (one is LoadingEvent loading) progress.Report(loading.Portion);
            else if (one is LoadedEvent loaded) limits = loaded.Limits;
        }
        if (limits is null) throw new GoatException($"goat serve (process {server.ProcessId}) did not say how {model} is loaded; restart it.");
        return new ServedModel(server, model, options, limits);
    }

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var asked = new GenerateRequest(_model, _options.Session, request) { Adapters = _options.Adapters };
        await foreach (var one in _server.GenerateAsync(asked, ct))
        {
            if (one is DeltaEvent part) yield return part.Delta;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
