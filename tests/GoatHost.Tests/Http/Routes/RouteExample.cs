using System.Text;

namespace GoatHost.Tests.Http.Routes;

/// <summary>A request that a route takes.</summary>
/// <param name="Method">The method.</param>
/// <param name="Route">The route as <c>/openapi.json</c> names it.</param>
/// <param name="Path">What is asked, with the route's parameters filled in.</param>
/// <param name="Body">A body that is taken, or null for none.</param>
/// <param name="Status">How it is answered.</param>
public sealed record RouteExample(string Method, string Route, string Path, string? Body, int Status)
{
    /// <summary>Whether the body is read: what is not offered is refused unread.</summary>
    public bool Reads => Body is not null && Status != 501;

    public HttpRequestMessage Request(string? body) => Request(body is null ? null : Encoding.UTF8.GetBytes(body));

    public HttpRequestMessage Request(byte[]? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        return request;
    }

    public override string ToString() => $"{Method} {Path} {Body?.ReplaceLineEndings(" ")}";
}
