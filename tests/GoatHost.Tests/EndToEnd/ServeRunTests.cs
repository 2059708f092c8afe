using System.Text;
using System.Text.Json;
using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

[Collection(EndToEndCollection.Name)]
public sealed class ServeRunTests(DemoHome home)
{
    [Fact]
    public async Task Serves_a_chat_over_http()
    {
        using var goat = Goat.Start(home.Path, "serve", "--listen", "127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await Goat.AddressAsync(goat) ?? throw new InvalidOperationException(await goat.StandardError.ReadToEndAsync()) };
            using var models = JsonDocument.Parse(await client.GetStringAsync("/v1/models"));
            Assert.Contains(models.RootElement.GetProperty("data").EnumerateArray(), model => model.GetProperty("id").GetString() == "goat-tiny-kjv:Q8_0");

            const string Ask = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"In the beginning"}],"max_tokens":8,"seed":1}""";
            using var whole = await client.PostAsync("/v1/chat/completions", new StringContent(Ask, Encoding.UTF8, "application/json"));
            using var answer = JsonDocument.Parse(await whole.Content.ReadAsStringAsync());
            Assert.Equal(8, answer.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
            Assert.Equal("length", answer.RootElement.GetProperty("choices")[0].GetProperty("finish_reason").GetString());

            using var streamed = await client.PostAsync("/v1/chat/completions", new StringContent(Ask[..^1] + ""","stream":true}""", Encoding.UTF8, "application/json"));
            Assert.EndsWith("data: [DONE]\n\n", await streamed.Content.ReadAsStringAsync());

            var tooLong = Ask.Replace("In the beginning", string.Concat(Enumerable.Repeat("In the beginning God created the heaven and the earth. ", 400)), StringComparison.Ordinal);
            using var refused = await client.PostAsync("/v1/chat/completions", new StringContent(tooLong, Encoding.UTF8, "application/json"));
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
        }
        finally
        {
            goat.Kill(entireProcessTree: true);
            await goat.WaitForExitAsync();
        }
    }
}
