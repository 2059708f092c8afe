using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Http.Ollama.Answers;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>What a request without a prompt asks for: that a model be loaded, or with a <c>keep_alive</c> of 0 that it be let go.</summary>
internal sealed class Loading(IChatModels models, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, string name, StoredModel model, IAnswerShape shape, OpenOptions open)
    {
        var (unload, ct) = (open.KeepAlive == TimeSpan.Zero, context.RequestAborted);
        if (unload) await models.StopAsync(model, ct);
        else await (await models.OpenAsync(model, open, ct)).DisposeAsync();
        await new AnswerRun(context, name, shape, time).NothingAsync(unload ? "unload" : "load");
    }
}
