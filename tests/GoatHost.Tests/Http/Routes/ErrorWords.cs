using System.Net;
using System.Text.Json;

namespace GoatHost.Tests.Http.Routes;

/// <summary>An error's sentence, out of the shape that the path's API has for errors and no other.</summary>
internal static class ErrorWords
{
    public static string Of(string path, HttpStatusCode status, string said)
    {
        var json = JsonElement.Parse(said);
        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            Assert.Equal("error", Assert.Single(json.EnumerateObject()).Name);
            return json.GetProperty("error").GetString()!;
        }
        var error = json.GetProperty("error");
        Assert.NotEmpty(error.GetProperty("type").GetString()!);
        if (path.StartsWith("/v1/messages", StringComparison.Ordinal))
        {
            Assert.Equal("error", json.GetProperty("type").GetString());
            Assert.Equal(["type", "message"], error.EnumerateObject().Select(field => field.Name));
        }
        else if (path.StartsWith("/v1", StringComparison.Ordinal))
        {
            Assert.True(error.TryGetProperty("param", out _) && error.TryGetProperty("code", out var code) && code.ValueKind is JsonValueKind.Null or JsonValueKind.String, said);
        }
        else
        {
            Assert.Equal((int)status, error.GetProperty("code").GetInt32());
        }
        return error.GetProperty("message").GetString()!;
    }
}
