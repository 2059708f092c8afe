using System.Net;
using System.Text;
using GoatHost.TestKit;
using GoatHost.Tests.EndToEnd;

namespace GoatHost.Tests.Observability;

/// <summary>At the most talkative level, nothing that is somebody's own is in the log.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class SecrecyTests(DemoHome home)
{
    private const string Prompt = "Marmalade-prompt-7f3a";
    private const string Secret = "Marmalade-secret-9c1e";

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task No_prompt_and_no_answer_is_in_the_log_of_a_run(string format)
    {
        var said = await Goat.RunAsync(
            home.Path, input: null, "run", "goat-tiny-kjv", $"{Prompt} in the beginning", "-n", "24", "--seed", "1", "--verbose", "--log-format", format);

        Assert.True(said.ExitCode == 0, said.Error);
        Assert.Contains("llama", said.Error, StringComparison.Ordinal); // it is talkative indeed
        Assert.DoesNotContain(Prompt, said.Error, StringComparison.Ordinal);
        Assert.All(said.Out.Split(' ', '\n').Where(word => word.Length > 6), word => Assert.DoesNotContain(word, said.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_password_of_a_node_is_in_the_log_of_a_call_that_it_refuses()
    {
        await using var node = new HttpTrackerFake(_ => Encoding.ASCII.GetBytes("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["plugins.json"], $$"""
            { "plugins": [ { "id": "ordinals", "settings": {
              "network": "regtest", "rpc": "http://{{node.Address}}/", "rpcUser": "goat", "rpcPassword": "{{Secret}}" } } ] }
            """);

        foreach (var format in new[] { "text", "json" })
        {
            var said = await Goat.RunAsync(
                folder.Path, input: null, "show", "6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0", "--verbose", "--log-format", format);

            Assert.NotEqual(0, said.ExitCode);
            Assert.NotEmpty(node.Targets); // it was asked indeed
            Assert.DoesNotContain(Secret, said.Error + said.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"goat:{Secret}")), said.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_key_and_no_chat_is_in_the_log_of_a_server()
    {
        using var goat = Goat.Start(home.Path, "serve", "--listen", "127.0.0.1:0", "--api-key", Secret, "--verbose", "--log-format", "json");
        var log = goat.StandardError.ReadToEndAsync();
        try
        {
            using var client = new HttpClient { BaseAddress = await Goat.AddressAsync(goat) ?? throw new InvalidOperationException(await goat.StandardError.ReadToEndAsync()) };
            const string Ask = $$"""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"{{Prompt}}"}],"max_tokens":4,"seed":1}""";
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(client, Ask, Secret + "-almost"));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, Ask, Secret));
            Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(client, Ask[..^1], Secret));
        }
        finally
        {
            goat.Kill(entireProcessTree: true);
            await goat.WaitForExitAsync();
        }
        Assert.DoesNotContain(Secret, await log, StringComparison.Ordinal);
        Assert.DoesNotContain(Prompt, await log, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
