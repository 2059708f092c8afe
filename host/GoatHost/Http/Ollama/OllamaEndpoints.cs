using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.Ollama.Library;
using GoatHost.Http.Ollama.Pulling;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace GoatHost.Http.Ollama;

/// <summary>The Ollama API, below <c>/api</c>, for tools that know no other.</summary>
internal sealed class OllamaEndpoints(IChatModels models, IModelLibrary library, ILoggerFactory logs, TimeProvider time) : IApiEndpoints
{
    public static readonly string[] Reading = ["GET", "HEAD"];

    public void Map(WebApplication app)
    {
        var options = new OptionFields(logs.CreateLogger<OptionFields>());
        foreach (var endpoint in Endpoints(options)) endpoint.Map(app);
    }

    private IEnumerable<IApiEndpoints> Endpoints(OptionFields options) =>
    [
        new GreetingEndpoint(),
        new TagsEndpoint(models, library),
        new PsEndpoint(models, time),
        new ShowEndpoint(models, library),
        new GenerateEndpoint(models, options, time),
        new ChatEndpoint(models, options, time),
        new EmbedEndpoint(models, options, time),
        new PullEndpoint(models, library, time),
        new CreateEndpoint(models, library, options),
        new CopyEndpoint(models, library),
        new DeleteEndpoint(models, library),
        new NotOfferedEndpoint(library),
    ];
}
