using GoatHost.TestKit;

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

        Assert.Contains("GPU llvmpipe", await GoatAsync("doctor"), StringComparison.Ordinal);
        var said = await GoatAsync("run", "goat-tiny-kjv", "In the beginning", "--max-tokens", "4", "--seed", "1", "--ctx", "64", "--threads", "1", "--verbose");
        Assert.Contains(", GPU, 1 thread", said, StringComparison.Ordinal);
        Assert.Contains("4 tokens", said, StringComparison.Ordinal);

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

    /// <summary>Runs goat to its end; what it said on both streams.</summary>
    private async Task<string> GoatAsync(params string[] arguments)
    {
        using var goat = Goat.Start(_home.Path, Device, arguments);
        goat.StandardInput.Close();
        var (said, told) = (goat.StandardOutput.ReadToEndAsync(), goat.StandardError.ReadToEndAsync());
        await goat.WaitForExitAsync().WaitAsync(Patience);
        var all = await said + await told;
        Assert.True(goat.ExitCode == 0, all);
        return all;
    }
}
