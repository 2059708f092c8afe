using GoatHost.Http.OpenAi.Chat;
using Microsoft.AspNetCore.Builder;

namespace GoatHost.Http.OpenAi;

/// <summary>The OpenAI API, below <c>/v1</c>.</summary>
internal sealed class OpenAiEndpoints(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        new ModelsEndpoint(models).Map(app);
        new ChatCompletionsEndpoint(models, time).Map(app);
    }
}
