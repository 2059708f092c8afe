using GoatHost.Http.OpenAi.Chat;
using GoatHost.Http.OpenAi.Completions;
using GoatHost.Http.OpenAi.Embeddings;
using GoatHost.Http.OpenAi.Ranking;
using GoatHost.Http.OpenAi.Responses;
using Microsoft.AspNetCore.Builder;

namespace GoatHost.Http.OpenAi;

/// <summary>The OpenAI API, below <c>/v1</c>.</summary>
internal sealed class OpenAiEndpoints(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        new ModelsEndpoint(models).Map(app);
        new ChatCompletionsEndpoint(models, time).Map(app);
        new CompletionsEndpoint(models, time).Map(app);
        new EmbeddingsEndpoint(models).Map(app);
        new RerankEndpoint(models).Map(app);
        new ResponsesEndpoint(models, time).Map(app);
    }
}
