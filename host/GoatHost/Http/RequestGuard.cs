using System.Net;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http;

/// <summary>Who may ask: no rebound DNS name, no foreign web page, and with a key only those who have it.</summary>
internal sealed class RequestGuard(ServeOptions options)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // A page whose name was rebound to 127.0.0.1 still sends its own name as Host.
        if (options.IsLoopback && !IsLocalName(context.Request.Host.Host)) throw Forbidden($"The host {context.Request.Host.Host} is not this machine's loopback address.");

        if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin)
        {
            if (!IsLocalOrigin(origin)) throw Forbidden("Web pages of other hosts may not use this server.");
            AllowOrigin(context.Response.Headers, origin, context.Request.Headers.AccessControlRequestHeaders.ToString());
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

    internal static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    internal static bool IsLocalOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && IsLocalName(uri!.Host);

    private static string? SentKey(HttpRequest request)
    {
        var bearer = request.Headers.Authorization.ToString();
        return bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? bearer["Bearer ".Length..].Trim() : request.Headers["X-Api-Key"].ToString();
    }

    // Browsers that use the openai package send a dozen x-stainless-* headers: whatever a local page asks for is granted.
    private static void AllowOrigin(IHeaderDictionary headers, string origin, string wanted)
    {
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = wanted.Length > 0 ? wanted : "Authorization, Content-Type";
    }

    private static ApiException Forbidden(string message) => new(403, message) { Type = "permission_error" };
}
