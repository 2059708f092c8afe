using System.Net;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

public sealed class ModelsTests
{
    [Fact]
    public async Task Lists_the_models_as_OpenAI_does()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/v1/models"));
        Assert.Equal("list", json.GetProperty("object").GetString());
        var model = json.GetProperty("data")[0];
        Assert.Equal("goat-tiny-kjv:Q8_0", model.GetProperty("id").GetString());
        Assert.Equal("model", model.GetProperty("object").GetString());
        Assert.Equal(1_700_000_000, model.GetProperty("created").GetInt64());
        Assert.Equal("goat", model.GetProperty("owned_by").GetString());
        Assert.Equal(256, model.GetProperty("meta").GetProperty("n_ctx_train").GetInt32());
    }

    [Theory]
    [InlineData("goat-tiny-kjv")]
    [InlineData("goat-tiny-kjv%3Aq8_0")]
    public async Task Finds_one_by_any_of_its_names(string id)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await ServedGoat.JsonAsync(await goat.Client.GetAsync($"/v1/models/{id}"));
        Assert.Equal(Uri.UnescapeDataString(id), json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Answers_404_for_a_model_that_is_not_here()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.Client.GetAsync("/v1/models/library/none");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("model_not_found", (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Answers_404_in_the_same_shape_for_an_unknown_path()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.Client.GetAsync("/v2/nothing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("/v2/nothing", (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Is_healthy()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        Assert.Equal("""{"status":"ok"}""", await goat.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task Anthropics_clients_are_answered_in_their_own_words()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        goat.Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        var list = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/v1/models"));
        Assert.Equal(("goat-tiny-kjv:Q8_0", "goat-tiny-kjv:Q8_0", false), (
            list.GetProperty("first_id").GetString(), list.GetProperty("last_id").GetString(), list.GetProperty("has_more").GetBoolean()));
        var one = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/v1/models/goat-tiny-kjv"));
        Assert.Equal(("model", "goat-tiny-kjv"), (one.GetProperty("type").GetString(), one.GetProperty("id").GetString()));
        var unknown = await goat.Client.GetAsync("/v1/models/none");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("error", (await ServedGoat.JsonAsync(unknown)).GetProperty("type").GetString());
    }
}
