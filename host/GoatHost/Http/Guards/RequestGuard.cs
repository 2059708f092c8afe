using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Guards;

/// <summary>Who may ask: no rebound DNS name, no foreign web page, and with a key only those who have it.</summary>
internal sealed class RequestGuard(ServeOptions options)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // A page whose name was rebound to 127.0.0.1 still sends its own name as Host.
        if (options.IsLoopback && !options.Hosts.Allows(context.Request.Host.Host))
            throw Forbidden($"{context.Request.Host.Host} is no name of this machine's loopback address; goat serve --allow-host takes more.");

        if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin)
        {
            if (!options.Origins.Allows(origin))
                throw Forbidden("Web pages of other hosts may not use this server; goat serve --allow-origin takes more.");
            AllowOrigin(context, origin);
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
        }

        if (options.Keys is { } keys && !HealthEndpoint.IsHealth(context.Request.Path)
            && !await keys.MatchAsync(SentKey(context.Request), context.RequestAborted))
        {
            throw new ApiException(401, "The API key is missing or wrong; send it as Authorization: Bearer KEY.") { Type = "authentication_error", Code = "invalid_api_key" };
        }
        await next(context);
    }

    private static string? SentKey(HttpRequest request)
    {
        var bearer = request.Headers.Authorization.ToString();
        return bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer["Bearer ".Length..].Trim() : request.Headers["X-Api-Key"].ToString();
    }

    private static void AllowOrigin(HttpContext context, string origin)
    {
        var (asked, headers) = (context.Request.Headers, context.Response.Headers);
        // Browsers that use the openai package send a dozen x-stainless-* headers: whatever an allowed page asks for is granted.
        var wanted = asked.AccessControlRequestHeaders.ToString();
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlAllowMethods = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = wanted.Length > 0 ? wanted : "Authorization, Content-Type";
        // A page of the public web asks once more, to reach into a private network (wicg.github.io/private-network-access).
        if (asked["Access-Control-Request-Private-Network"] == "true") headers["Access-Control-Allow-Private-Network"] = "true";
    }

    private static ApiException Forbidden(string message) => new(403, message) { Type = "permission_error" };
}
