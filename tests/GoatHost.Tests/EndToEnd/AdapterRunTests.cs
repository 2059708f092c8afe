using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;

namespace GoatHost.Tests.EndToEnd;

/// <summary>LoRA adapters from a file on disk to words.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class AdapterRunTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _home = new();

    private string Kings => _home["kings.gguf"];

    public async Task InitializeAsync()
    {
        await SayAsync("pull", Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf"));
        LoraFile.Write(Kings, alpha: 8, LoraDelta.Of("blk.0.attn_q.weight", 192, 192, 4, 0.3f), LoraDelta.Of("blk.2.ffn_down.weight", 352, 192, 4, 0.3f));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_model_runs_with_an_adapter_as_strongly_as_is_said()
    {
        var plain = await RunAsync();
        var adapted = await RunAsync("--lora", Kings);
        Assert.NotEqual(plain, adapted);
        Assert.Equal(adapted, await RunAsync("--lora", $"{Kings}=1.0"));
        Assert.Equal(plain, await RunAsync("--lora", $"{Kings}=0"));
        // It lies in the store as models do, and is none.
        Assert.Contains("\tlora\t", (await SayAsync("list")).Out, StringComparison.Ordinal);
        Assert.Equal(adapted, await RunAsync("--lora", "kings"));
        await FailAsync(1, "is an adapter (lora) and no model by itself", "run", "kings", "x");
        await FailAsync(1, "is a model and no adapter", "run", "goat-tiny-kjv", "x", "--lora", "goat-tiny-kjv");
        await FailAsync(2, "is no number", "run", "goat-tiny-kjv", "x", "--lora", "kings=much");
    }

    [Fact]
    public async Task An_adapter_that_is_broken_or_made_for_another_model_is_refused_with_a_sentence()
    {
        LoraFile.Write(_home["wide.gguf"], 8, LoraDelta.Of("blk.0.attn_q.weight", 200, 192, 4, 1));
        LoraFile.Begin("gemma", 8).Write(_home["empty.gguf"]);
        var bytes = await File.ReadAllBytesAsync(Kings);
        await File.WriteAllBytesAsync(_home["cut.gguf"], bytes[..^100]);
        await FailAsync(1, "the shape 200 x 192, and the tensor has 192 x 192", "run", "goat-tiny-kjv", "x", "--lora", _home["wide.gguf"]);
        await FailAsync(3, "changes no tensor", "run", "goat-tiny-kjv", "x", "--lora", _home["empty.gguf"]);
        await FailAsync(3, "does not end inside the file", "run", "goat-tiny-kjv", "x", "--lora", _home["cut.gguf"]);
    }

    [Fact]
    public async Task A_server_makes_models_with_adapters_and_scales_them_by_request()
    {
        await using var server = await RunningGoat.StartAsync(_home.Path, "serve", "--port", "0");
        using var client = new HttpClient { BaseAddress = server.Address };
        var plain = await CompleteAsync(client, "goat-tiny-kjv");
        await SayAsync("pull", Kings);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Kings)));
        await PostAsync(client, "/api/create", $$"""{"model":"saul","from":"goat-tiny-kjv","adapters":{"kings.gguf":"sha256:{{digest}}"},"stream":false}""");

        var adapted = await CompleteAsync(client, "saul");
        Assert.NotEqual(plain, adapted);
        Assert.Equal(plain, await CompleteAsync(client, "saul", ""","lora":[{"id":0,"scale":0}]"""));
        Assert.Equal(plain, await CompleteAsync(client, "goat-tiny-kjv"));
        Assert.Equal(adapted, await RunAsync("--lora", "kings"));
        await PostAsync(client, "/lora-adapters?model=saul", """[{"id":0,"scale":0}]""");
        Assert.Equal(plain, await CompleteAsync(client, "saul"));
        await PostAsync(client, "/lora-adapters?model=saul", """[{"id":0,"scale":1}]""");
        Assert.Equal(adapted, await CompleteAsync(client, "saul"));

        // All of them from one loaded model; and what only lies beside models is not among them.
        Assert.Single(JsonElement.Parse((await SayAsync("ps", "--json")).Out).EnumerateArray());
        Assert.DoesNotContain("kings", await client.GetStringAsync("/v1/models"), StringComparison.Ordinal);

        await SayAsync("rm", "kings");
        var gone = await client.PostAsync("/completion", new StringContent("""{"model":"saul","prompt":"In"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, gone.StatusCode);
        Assert.Contains("which is not on this machine", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(plain, await CompleteAsync(client, "goat-tiny-kjv"));
    }

    private static async Task<string> CompleteAsync(HttpClient client, string model, string more = "")
    {
        var answer = await PostAsync(client, "/completion", $$"""{"model":"{{model}}","prompt":"In the beginning","n_predict":12,"temperature":0{{more}}}""");
        return answer.GetProperty("content").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string json)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, said);
        return JsonElement.Parse(said);
    }

    private async Task<string> RunAsync(params string[] more) =>
        (await SayAsync(["run", "goat-tiny-kjv", "In the beginning", "--raw", "-n", "12", "-t", "0", .. more])).Out.TrimEnd('\n');

    private async Task FailAsync(int code, string reason, params string[] arguments)
    {
        var said = await Goat.RunAsync(_home.Path, input: null, arguments);
        Assert.True(said.ExitCode == code && said.Error.Contains(reason, StringComparison.Ordinal), $"{said.ExitCode}: {said.Error}");
    }

    private async Task<Said> SayAsync(params string[] arguments)
    {
        var said = await Goat.RunAsync(_home.Path, input: null, arguments);
        Assert.True(said.ExitCode == 0, said.Error);
        return said;
    }
}
