using GoatHost.Http.LlamaServer;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http;

/// <summary><c>/health</c>: says that the server answers. Public, also where there is a key.</summary>
internal sealed class HealthEndpoint : IApiEndpoints
{
    private static readonly string[] Paths = ["/health", "/v1/health"];

    public void Map(WebApplication app)
    {
        foreach (var path in Paths)
        {
            app.MapGet(path, static context => JsonAnswer.WriteAsync(context, new Health("ok"), LlamaServerJson.Default.Health))
                .Noted("llama-server", "Whether the server answers; needs no key.").Answers(LlamaServerJson.Default.Health);
        }
    }

    public static bool IsHealth(PathString path) => Paths.Contains(path.Value);
}
