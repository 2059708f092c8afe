using System.Net;
using System.Text.Json;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Sync;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Ollama;

public sealed class PullTests
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly StoredModel Model = ScriptedModels.Model with { Files = [ScriptedModels.Model.Files[0] with { Sha256 = Sha256, Size = 100 }] };

    [Fact]
    public async Task Tells_a_sync_in_Ollamas_words()
    {
        await using var ollama = await ServedOllama.StartAsync(pull: (reference, progress, _) =>
        {
            Assert.Equal("ord:6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0", reference.Text);
            progress.Report(new SyncNote(SyncStage.Resolve, "resolving"));
            progress.Report(new SyncNote(SyncStage.Plan, "chose Q8_0") { Took = TimeSpan.Zero, Sha256 = Sha256 });
            progress.Report(new SyncNote(SyncStage.Fetch, "fetching"));
            progress.Report(new SyncNote(SyncStage.Fetch, "fetching") { Done = 0, Total = 100 });
            progress.Report(new SyncNote(SyncStage.Fetch, "fetching") { Done = 60, Total = 100, Peers = 3 });
            progress.Report(new SyncNote(SyncStage.Fetch, "fetched") { Done = 100, Total = 100, Took = TimeSpan.Zero });
            progress.Report(new SyncNote(SyncStage.Verify, "checking"));
            progress.Report(new SyncNote(SyncStage.Verify, "checking") { Done = 100, Total = 100 });
            progress.Report(new SyncNote(SyncStage.Publish, "recording"));
            return Task.FromResult(Model);
        });
        var lines = await ollama.LinesAsync("/api/pull", """{"name":"ord:6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0"}""");
        string[] expected = ["pulling manifest", .. Enumerable.Repeat("pulling 0123456789ab", 3), "verifying sha256 digest", "writing manifest", "success"];
        Assert.Equal(expected, lines.Select(line => line.GetProperty("status").GetString()));
        Assert.Contains("the sync goes on", lines[0].GetProperty("detail").GetString());
        Assert.False(lines[1].TryGetProperty("completed", out _));
        Assert.Equal(($"sha256:{Sha256}", 100, 60, 3), (lines[2].GetProperty("digest").GetString(), lines[2].GetProperty("total").GetInt64(), lines[2].GetProperty("completed").GetInt64(), lines[2].GetProperty("peers").GetInt32()));
        Assert.Equal(100, lines[3].GetProperty("completed").GetInt64());
        Assert.All(lines, line => Assert.Equal(line.TryGetProperty("total", out _), line.TryGetProperty("digest", out _)));
    }

    [Fact]
    public async Task What_is_here_already_is_one_line_that_is_complete()
    {
        await using var ollama = await ServedOllama.StartAsync(pull: (_, progress, _) =>
        {
            progress.Report(new SyncNote(SyncStage.Verify, "unchanged"));
            progress.Report(new SyncNote(SyncStage.Publish, "recorded"));
            return Task.FromResult(Model);
        });
        var lines = await ollama.LinesAsync("/api/pull", """{"model":"library/goat-tiny-kjv:latest"}""");
        Assert.Equal(["pulling manifest", "pulling 0123456789ab", "verifying sha256 digest", "writing manifest", "success"], lines.Select(line => line.GetProperty("status").GetString()));
        Assert.Equal((100, 100), (lines[1].GetProperty("total").GetInt64(), lines[1].GetProperty("completed").GetInt64()));
    }

    [Fact]
    public async Task Answers_the_last_line_alone_when_it_is_not_to_stream()
    {
        await using var ollama = await ServedOllama.StartAsync(pull: (_, _, _) => Task.FromResult(Model));
        var answer = await ollama.AskAsync("/api/pull", """{"model":"goat-tiny-kjv","stream":false}""");
        Assert.Equal("success", answer.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Tells_what_cannot_be_had()
    {
        await using var ollama = await ServedOllama.StartAsync();
        var lines = await ollama.LinesAsync("/api/pull", """{"model":"none"}""");
        Assert.Equal("""{"error":"pull model manifest: Nothing here knows 'none'."}""", lines[^1].GetRawText());
        var (status, error) = await ollama.RefusedAsync("/api/pull", """{"model":"none","stream":false}""");
        Assert.Equal((HttpStatusCode.InternalServerError, "pull model manifest: Nothing here knows 'none'."), (status, error));
    }

    [Fact]
    public async Task A_model_that_was_derived_here_is_here()
    {
        await using var ollama = await ServedOllama.StartAsync();
        ollama.Models.Stored.Add(Model with { Name = "pirate", Quantization = "latest", Derivation = new ModelDerivation("goat-tiny-kjv:Q8_0", "goat-tiny-kjv", "Q8_0", new ModelChanges()) });
        var lines = await ollama.LinesAsync("/api/pull", """{"model":"pirate"}""");
        Assert.Equal("success", lines[^1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_client_that_goes_away_only_stops_watching()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var ollama = await ServedOllama.StartAsync(pull: async (_, _, ct) =>
        {
            await using var registration = ct.Register(() => left.SetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return Model;
        });
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/pull") { Content = new StringContent("""{"model":"goat-tiny-kjv"}""") })
        using (var response = await ollama.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.Equal("pulling manifest", JsonElement.Parse((await reader.ReadLineAsync())!).GetProperty("status").GetString());
        }
        await left.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("./model.gguf")]
    [InlineData("model.gguf")]
    [InlineData("file:///tmp/model.gguf")]
    [InlineData("C:\\\\model.gguf")]
    public async Task The_servers_own_files_are_not_for_clients(string path)
    {
        await using var ollama = await ServedOllama.StartAsync(pull: (_, _, _) => Task.FromResult(Model));
        var (status, error) = await ollama.RefusedAsync("/api/pull", $$"""{"model":"{{path}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("not pulled over HTTP", error);
    }
}
