using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;
using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.Ollama.Library;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Pulling;

/// <summary><c>/api/pull</c>: brings a model here. The sync belongs to the server: a client that leaves only stops watching.</summary>
internal sealed class PullEndpoint(IChatModels models, IModelLibrary library, TimeProvider time) : IApiEndpoints
{
    private const int MostUntold = 256;

    public void Map(WebApplication app) => app.MapPost("/api/pull", (RequestDelegate)PullAsync)
            .Noted("Ollama", "Bring a model here.", "model")
            .Takes(OllamaJson.Default.PullBody).Answers(OllamaJson.Default.PullLine).StreamsLines(OllamaJson.Default.PullLine);

    private async Task PullAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var name = ModelField.Read(body);
        var reference = PullReference.Read(name);
        if (GenerationFields.Stream(body)) await StreamAsync(context, reference, context.RequestAborted);
        else await WholeAsync(context, reference, context.RequestAborted);
    }

    private async Task WholeAsync(HttpContext context, Reference reference, CancellationToken ct)
    {
        try
        {
            var model = await BringAsync(reference, new Progress(), ct);
            await JsonAnswer.WriteAsync(context, new PullLine("success") { Detail = model.FullName }, OllamaJson.Default.PullLine);
        }
        catch (GoatException failed)
        {
            throw new ApiException(500, Told(failed));
        }
    }

    private async Task StreamAsync(HttpContext context, Reference reference, CancellationToken ct)
    {
        // A client that reads slowly misses news of progress, and holds nothing up.
        var news = Channel.CreateBounded<SyncNote>(new BoundedChannelOptions(MostUntold) { FullMode = BoundedChannelFullMode.DropOldest });
        var lines = new PullLines(reference.Text, time);
        NdjsonStream.Begin(context);
        await SendAsync(context, PullLines.Begin, ct);
        var bringing = BringAsync(reference, new Progress(news.Writer), ct);
        try
        {
            await foreach (var note in news.Reader.ReadAllAsync(ct))
            {
                foreach (var line in lines.Next(note)) await SendAsync(context, line, ct);
            }
            var model = await bringing;
            foreach (var line in lines.End(model)) await SendAsync(context, line, ct);
        }
        catch (GoatException failed)
        {
            await NdjsonStream.SendAsync(context, new ApiException(500, Told(failed)), ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await NdjsonStream.SendAsync(context, ErrorBoundary.TellInStream(context, exception), ct);
        }
    }

    private async Task<StoredModel> BringAsync(Reference reference, Progress progress, CancellationToken ct)
    {
        try
        {
            // A derived model came from nowhere: it is here, and that is all.
            if (await models.FindAsync(reference.Text, ct) is { Derivation: not null } derived) return derived;
            return await library.PullAsync(reference, progress, ct);
        }
        finally
        {
            progress.Complete();
        }
    }

    private static Task SendAsync(HttpContext context, PullLine line, CancellationToken ct) =>
        NdjsonStream.SendAsync(context, line, OllamaJson.Default.PullLine, ct);

    private static string Told(GoatException failed) => $"pull model manifest: {failed.Message}";

    private sealed class Progress(ChannelWriter<SyncNote>? news = null) : IProgress<SyncNote>
    {
        public void Report(SyncNote value) => news?.TryWrite(value);

        public void Complete() => news?.TryComplete();
    }
}
