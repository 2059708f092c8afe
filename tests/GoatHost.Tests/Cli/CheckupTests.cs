using System.Net;
using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Cli.Checkups;
using GoatHost.Cli.Rendering;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Plugins;
using GoatHost.TestKit;

namespace GoatHost.Tests.Cli;

public sealed class CheckupTests
{
    [Fact]
    public void A_port_in_use_is_a_note()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Assert.Equal(DoctorMark.Note, MachineCheckup.Port((IPEndPoint)listener.LocalEndpoint).Mark);
    }

    [Fact]
    public void A_data_directory_is_probed_and_left_clean()
    {
        using var folder = new TempFolder();
        Assert.Equal(DoctorMark.Ok, MachineCheckup.DataDirectory(folder["new"]).Mark);
        Assert.Empty(Directory.GetFiles(folder["new"]));
    }

    [Fact]
    public void A_data_directory_that_is_a_file_is_broken()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], "");
        Assert.Equal(DoctorMark.Broken, MachineCheckup.DataDirectory(folder["file"]).Mark);
    }

    [Fact]
    public void Npm_matters_to_a_source_tree_only()
    {
        Assert.Equal(DoctorMark.Note, MachineCheckup.Npm(isSourceTree: true, "").Mark);
        Assert.Equal(DoctorMark.Ok, MachineCheckup.Npm(isSourceTree: false, "").Mark);
    }

    [Fact]
    public void A_faulted_plugin_is_broken_and_says_why()
    {
        var line = PluginCheckup.Plugin(new PluginStatus("x", "1.0", PluginState.Faulted, "/x", false, [], "It threw."));
        Assert.Equal("BROKEN  plugin x: It threw.", line.ToString());
    }

    [Fact]
    public void Devices_are_told_with_their_memory_and_whose_they_are()
    {
        var runtime = new RuntimeDevices("r", [new ComputeDevice("GPU 1", IsGpu: true, 8L << 30, 4L << 30)]);
        Assert.Contains("GPU: GPU 1, ", Assert.Single(PluginCheckup.Devices(runtime)).ToString());
        var silent = Assert.Single(PluginCheckup.Devices(new RuntimeDevices("r", [], "No driver.")));
        Assert.Equal((DoctorMark.Note, true), (silent.Mark, silent.ToString().EndsWith("devices of r: No driver.", StringComparison.Ordinal)));
    }
}
