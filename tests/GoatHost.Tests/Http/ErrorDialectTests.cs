using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

/// <summary>Whatever goes wrong is told in the words of the API that was asked.</summary>
public sealed class ErrorDialectTests
{
    private const string Hello = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hello"}]}""";

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/v1/messages/nothing")]
    [InlineData("/v1/nothing")]
    [InlineData("/nothing")]
    public async Task An_unknown_path_is_told_in_the_paths_own_words(string path)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal($"There is no GET {path} here.", Message(path, await ServedGoat.JsonAsync(response), "not_found_error"));
    }

    [Fact]
    public async Task A_wrong_method_is_told_with_the_right_one()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.Client.GetAsync("/v1/chat/completions");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("/v1/chat/completions takes POST, not GET.", Message("/v1", await ServedGoat.JsonAsync(response), "invalid_request_error"));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_told_with_both_numbers()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new ContextExceededException("300 tokens are more than 256.", 300, 256)) };
        await using var goat = await ServedGoat.StartAsync(session);
        var response = await goat.ChatAsync(Hello);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await ServedGoat.JsonAsync(response)).GetProperty("error");
        Assert.Equal(("exceed_context_size_error", "context_length_exceeded"), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal((300, 256), (error.GetProperty("n_prompt_tokens").GetInt32(), error.GetProperty("n_ctx").GetInt32()));
    }

    [Fact]
    public async Task A_fault_of_our_own_is_told_without_its_inner_workings()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new InvalidCastException("secret")) });
        var response = await goat.ChatAsync(Hello);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("\"\ud83d\ude00\"")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"model":"a\udc00"}""")]
    public async Task A_body_that_is_no_JSON_object_of_text_is_refused(string body)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.ChatAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty(Message("/v1", await ServedGoat.JsonAsync(response), "invalid_request_error"));
    }

    [Fact]
    public async Task A_body_that_is_nested_without_end_is_refused()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.ChatAsync(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        response = await goat.Client.PostAsync("/v1/chat/completions", new ByteArrayContent([.. "{\"model\":\""u8, 0xC3, 0x28, .. "\"}"u8]));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_given_up()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, goat.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"));
        using var reader = new StreamReader(client.GetStream());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = await reader.ReadToEndAsync(patience.Token);
        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("too slowly", answer);
    }

    private static string Message(string path, JsonElement json, string type)
    {
        var error = json.GetProperty("error");
        if (path.StartsWith("/api", StringComparison.Ordinal)) return error.GetString()!;
        if (path.StartsWith("/v1/messages", StringComparison.Ordinal)) Assert.Equal("error", json.GetProperty("type").GetString());
        Assert.Equal(type, error.GetProperty("type").GetString());
        return error.GetProperty("message").GetString()!;
    }
}
