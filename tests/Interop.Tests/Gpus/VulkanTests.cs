using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;

namespace GoatHost.Interop.Tests.Gpus;

/// <summary>The way to a GPU, walked with Mesa's llvmpipe: to llama.cpp it is a Vulkan device like any other, and every machine can have it.</summary>
public sealed class VulkanTests : IDisposable
{
    private const string Drivers = "/usr/share/vulkan/icd.d";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task A_model_runs_on_a_device_whose_library_was_installed_with_one_command()
    {
        Skip.If(Programs.Find("npm") is null, "npm is not installed.");
        Skip.If(Driver() is null, "Mesa's software driver for Vulkan (mesa-vulkan-drivers) is not installed.");
        await GoatAsync("pull", Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf"));
        Assert.Contains("no GPU", await GoatAsync("doctor"), StringComparison.Ordinal);

        Assert.Contains("Installed vulkan", await GoatAsync("llamacpp", "install", "vulkan"), StringComparison.Ordinal);

        var doctor = await GoatAsync("doctor");
        Assert.Contains("GPU llvmpipe", doctor, StringComparison.Ordinal);
        Assert.Contains("[Vulkan0]", doctor, StringComparison.Ordinal);
        var said = await RunAsync();
        Assert.Contains(", GPU, 1 thread", said, StringComparison.Ordinal);
        Assert.Contains("4 tokens", said, StringComparison.Ordinal);

        // By the name that doctor shows, and with an adapter, whose numbers go there too.
        LoraFile.Write(_home["kings.gguf"], alpha: 8, LoraDelta.Of("blk.0.attn_q.weight", 192, 192, 4, 0.3f));
        var chosen = await RunAsync("--device", "vulkan0", "--lora", _home["kings.gguf"]);
        Assert.Contains(", GPU, 1 thread", chosen, StringComparison.Ordinal);
        Assert.Contains(", CPU (", await RunAsync("--device", "CPU"), StringComparison.Ordinal);
        var unknown = await GoatAsync(exitCode: 1, "run", "goat-tiny-kjv", "x", "--device", "Vulkan1");
        Assert.Contains("no device Vulkan1 to compute on: there are Vulkan0 (llvmpipe", unknown, StringComparison.Ordinal);

        Assert.Contains("Removed vulkan", await GoatAsync("llamacpp", "uninstall", "vulkan"), StringComparison.Ordinal);
        Assert.Contains("no GPU", await GoatAsync("doctor"), StringComparison.Ordinal);
    }

    private static string? Driver() => Directory.Exists(Drivers) ? Directory.EnumerateFiles(Drivers, "lvp_icd*.json").FirstOrDefault() : null;

    private static void Device(IDictionary<string, string?> environment)
    {
        environment["VK_ICD_FILENAMES"] = Driver();
        // llama.cpp passes processors that only act as a GPU over, unless they are named.
        environment["GGML_VK_VISIBLE_DEVICES"] = "0";
    }

    private Task<string> RunAsync(params string[] more) =>
        GoatAsync(["run", "goat-tiny-kjv", "In the beginning", "--max-tokens", "4", "--seed", "1", "--ctx", "64", "--threads", "1", "--verbose", .. more]);

    private Task<string> GoatAsync(params string[] arguments) => GoatAsync(exitCode: 0, arguments);

    /// <summary>Runs goat to its end; what it said on both streams.</summary>
    private async Task<string> GoatAsync(int exitCode, params string[] arguments)
    {
        using var goat = Goat.Start(_home.Path, Device, arguments);
        goat.StandardInput.Close();
        var (said, told) = (goat.StandardOutput.ReadToEndAsync(), goat.StandardError.ReadToEndAsync());
        await goat.WaitForExitAsync().WaitAsync(Patience);
        var all = await said + await told;
        Assert.True(goat.ExitCode == exitCode, all);
        return all;
    }
}
