using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GoatHost.Engine.Inference.Workers;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Tests.EndToEnd;

/// <summary>What can be told to a server that runs, and what it does when its worker dies.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ControlRunTests(DemoHome home)
{
    [Fact]
    public async Task A_running_server_shows_its_models_outlives_its_worker_reloads_its_plugins_and_unloads()
    {
        using var goat = Goat.Start(home.Path, "serve", "--listen", "127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await Goat.AddressAsync(goat) ?? throw new InvalidOperationException(await goat.StandardError.ReadToEndAsync()) };
            Assert.Equal("goat serve runs, and holds no model in memory.\n", await SayAsync("ps"));
            await ChatAsync(client);
            var worker = await WorkerAsync();
            var shown = await SayAsync("ps");
            Assert.StartsWith("MODEL\tRUNTIME\tPROCESS\tMEMORY\tPROCESSOR\tCONTEXT\tIN USE\tUNLOADED IN\ngoat-tiny-kjv:Q8_0\t", shown);
            Assert.Matches("\tCPU\t512\t0\t(4 min 5[0-9]|5 min 0) s\n$", shown);

            using (var process = Process.GetProcessById(worker))
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
            await Task.Delay(300);
            await ChatAsync(client);
            Assert.NotEqual(worker, await WorkerAsync());

            var transport = await PluginAsync("transport:http");
            Assert.Equal($"{transport} 0.1.0 is ready; its old code is freed.\n", await SayAsync("plugin", "reload", transport));
            Assert.Equal("goat-tiny-kjv:Q8_0 is unloaded.\n", await SayAsync("stop", "goat-tiny-kjv"));
            Assert.Equal("[]\n", await SayAsync("ps", "--json"));

            // The public address knows nothing of all this.
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/residents")).StatusCode);
        }
        finally
        {
            goat.Kill(entireProcessTree: true);
            await goat.WaitForExitAsync();
        }
        Assert.StartsWith("No goat serve runs over ", await SayAsync("ps"));
        Assert.Empty(Directory.GetFiles(Path.Combine(home.Path, "serving")));
        Assert.Contains("there is nothing to reload", (await Goat.RunAsync(home.Path, null, "plugin", "reload", "x")).Error);
    }

    [Fact]
    public async Task A_model_that_is_kept_from_running_is_listed_with_the_reason_and_what_lets_it_run()
    {
        var deaths = new WorkerDeaths(home.Path, new WorkerRules { Deaths = 1 }, TimeProvider.System, NullLogger.Instance);
        await deaths.NoteAsync("goat-mad:Q8_0", "aborted (signal 6)");
        try
        {
            Assert.EndsWith(
                "\ngoat-mad:Q8_0 is kept from running, because it ended its worker 1 times within 10 minutes; the last one aborted (signal 6). goat verify goat-mad:Q8_0 checks its files and lets it run again.\n",
                await SayAsync("ps"), StringComparison.Ordinal);
            using var models = JsonDocument.Parse(await SayAsync("ps", "--json"));
            var model = Assert.Single(models.RootElement.EnumerateArray());
            Assert.Equal(("goat-mad:Q8_0", "quarantined"), (model.GetProperty("model").GetString(), model.GetProperty("state").GetString()));
            Assert.StartsWith("goat-mad:Q8_0 is kept from running", model.GetProperty("problem").GetString(), StringComparison.Ordinal);
            Assert.False(model.TryGetProperty("processId", out _));
        }
        finally
        {
            deaths.Forgive("goat-mad:Q8_0");
        }
    }

    [Fact]
    public async Task Safe_mode_loads_no_plugin_and_still_lists_models()
    {
        Assert.DoesNotContain("\tready", await SayAsync("plugin", "list", "--safe-mode"));
        Assert.Contains("goat-tiny-kjv:Q8_0", await SayAsync("--safe-mode", "list"));
        var run = await Goat.RunAsync(home.Path, null, "--safe-mode", "run", "goat-tiny-kjv", "x");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("No runtime can run goat-tiny-kjv", run.Error);
    }

    [Fact]
    public async Task A_person_disables_enables_pins_and_unpins()
    {
        var id = await PluginAsync("transport:http");
        Assert.StartsWith($"{id} is disabled.\n", await SayAsync("plugin", "disable", id));
        Assert.Contains($"{id}\t-\tdisabled", await SayAsync("plugin", "list"));
        Assert.StartsWith($"{id} is enabled.\n", await SayAsync("plugin", "enable", id));
        Assert.StartsWith($"{id} is pinned to ", await SayAsync("plugin", "pin", id));
        Assert.Contains($"{id}\t0.1.0\tready", await SayAsync("plugin", "list"));
        Assert.StartsWith($"{id} is not pinned.\n", await SayAsync("plugin", "unpin", id));
    }

    private async Task<string> SayAsync(params string[] arguments)
    {
        var said = await Goat.RunAsync(home.Path, input: null, arguments);
        Assert.True(said.ExitCode == 0, said.Error);
        return said.Out;
    }

    /// <summary>Whichever plugin provides this.</summary>
    private async Task<string> PluginAsync(string provides)
    {
        using var plugins = JsonDocument.Parse(await SayAsync("plugin", "list", "--json"));
        return plugins.RootElement.EnumerateArray()
            .First(plugin => plugin.GetProperty("provides").EnumerateArray().Any(one => one.GetString() == provides)).GetProperty("id").GetString()!;
    }

    private async Task<int> WorkerAsync()
    {
        using var models = JsonDocument.Parse(await SayAsync("ps", "--json"));
        return Assert.Single(models.RootElement.EnumerateArray()).GetProperty("processId").GetInt32();
    }

    private static async Task ChatAsync(HttpClient client)
    {
        const string Ask = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"In the beginning"}],"max_tokens":4}""";
        using var answer = await client.PostAsync("/v1/chat/completions", new StringContent(Ask, Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
