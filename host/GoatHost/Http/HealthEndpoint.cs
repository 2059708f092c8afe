using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http;

/// <summary><c>/health</c>: says that the server answers. Public, also where there is a key.</summary>
internal static class HealthEndpoint
{
    private static readonly string[] Paths = ["/health", "/v1/health"];

    public static void Map(WebApplication app)
    {
        foreach (var path in Paths) app.MapGet(path, context => ApiJson.WriteAsync(context, new HealthAnswer("ok"), ApiJson.Default.HealthAnswer));
    }

    public static bool IsHealth(PathString path) => Paths.Contains(path.Value);
}
