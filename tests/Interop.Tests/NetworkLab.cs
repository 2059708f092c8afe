using System.Diagnostics;
using System.Globalization;

namespace GoatHost.Interop.Tests;

/// <summary>A network namespace of the test's own, joined to this process by a pair of interfaces: each client gets an address of its
/// own in it.</summary>
internal sealed class NetworkLab : IAsyncDisposable
{
    private static readonly string? Ip = Programs.Find("ip");
    private readonly string _name;
    private readonly string _net;
    private int _last = 1;

    private NetworkLab(string name, string net) => (_name, _net) = (name, net);

    /// <summary>The address of the test process.</summary>
    public string Host => _net + ".1";

    /// <summary>Why there can be no lab here, or null.</summary>
    public static string? Obstacle { get; } =
        !OperatingSystem.IsLinux() ? "network namespaces are Linux's"
        : Ip is null ? "the program ip (iproute2) is missing"
        : !Environment.IsPrivilegedProcess ? "making a network namespace needs root"
        : null;

    public static async Task<NetworkLab> CreateAsync()
    {
        Skip.If(Obstacle is not null, Obstacle);
        // Several runs may be at work at once, so the name and the network are drawn until both are free.
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var number = Random.Shared.Next(1, 16_000);
            var lab = new NetworkLab(string.Create(CultureInfo.InvariantCulture, $"goat{number}"),
                string.Create(CultureInfo.InvariantCulture, $"10.{200 + (number / 256 % 50)}.{number % 256}"));
            if ((await RunAsync("netns", "add", lab._name)).Code != 0) continue;
            if (await lab.ConnectAsync()) return lab;
            await lab.DisposeAsync();
        }
        Skip.If(true, "no network namespace could be made here: " + (await RunAsync("netns", "add", "goat-probe")).Output);
        throw new InvalidOperationException();
    }

    /// <summary>Adds an address inside.</summary>
    public async Task<string> AddAsync()
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"{_net}.{++_last}");
        await RunAsync("-n", _name, "addr", "add", $"{address}/24", "dev", $"{_name}b");
        return address;
    }

    /// <summary>Starts a program inside.</summary>
    public Process Start(string program, params IEnumerable<string> arguments) =>
        Programs.Start(Ip!, ["netns", "exec", _name, program, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("link", "del", $"{_name}a");
        await RunAsync("netns", "del", _name);
    }

    private async Task<bool> ConnectAsync()
    {
        string[][] steps =
        [
            ["link", "add", $"{_name}a", "type", "veth", "peer", "name", $"{_name}b", "netns", _name],
            ["addr", "add", $"{Host}/24", "dev", $"{_name}a"],
            ["link", "set", $"{_name}a", "up"],
            ["-n", _name, "link", "set", "lo", "up"],
            ["-n", _name, "link", "set", $"{_name}b", "up"],
        ];
        foreach (var step in steps)
        {
            if ((await RunAsync(step)).Code != 0) return false;
        }
        return true;
    }

    private static Task<(int Code, string Output)> RunAsync(params string[] arguments) => Programs.RunAsync(Ip!, arguments);
}
