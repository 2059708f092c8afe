using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Fields;

/// <summary>A name that is a part of a path.</summary>
internal static class RouteText
{
    /// <summary>The server decodes all but an encoded slash, which names of models may hold.</summary>
    public static string Of(HttpContext context, string name) =>
        ((string)context.Request.RouteValues[name]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
