using GoatHost.Http.LlamaServer.Adapters;
using GoatHost.Http.LlamaServer.Completions;
using GoatHost.Http.LlamaServer.Models;
using GoatHost.Http.LlamaServer.Properties;
using GoatHost.Http.LlamaServer.Tokens;
using Microsoft.AspNetCore.Builder;

namespace GoatHost.Http.LlamaServer;

/// <summary>llama-server's own routes, beside those of OpenAI's that it serves too.</summary>
internal sealed class LlamaServerEndpoints(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        new PropsEndpoint(models).Map(app);
        new SlotsEndpoint(models).Map(app);
        new LoadedModelsEndpoint(models).Map(app);
        new TokensEndpoint(models).Map(app);
        new LlamaCompletionEndpoint(models, time).Map(app);
        new LlamaEmbeddingEndpoint(models).Map(app);
        new AdaptersEndpoint(models).Map(app);
    }
}
