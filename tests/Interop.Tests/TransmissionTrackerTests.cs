using System.Net;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests;

/// <summary>Transmission as the leecher, who finds us through a tracker.</summary>
public sealed class TransmissionTrackerTests : BitTorrentInterop
{
    [SkippableFact]
    public async Task Transmission_finds_us_through_a_tracker()
    {
        TransmissionDaemon.SkipWithout();
        await using var lab = await NetworkLab.CreateAsync();
        await using var daemon = await TransmissionDaemon.StartAsync(lab, _folder["home"], _folder["leech"]);
        await SeedAsync(lab, "", async reachable =>
        {
            var us = IPEndPoint.Parse(MagnetReader.Read(reachable).Peers[^1]);
            byte[] reply = [.. "d8:intervali60e5:peers6:"u8, .. us.Address.GetAddressBytes(), (byte)(us.Port >> 8), (byte)us.Port,
                (byte)'e'];
            await using var tracker = new HttpTrackerFake(_ => HttpTrackerFake.Ok(reply), IPAddress.Parse(lab.Host));
            await daemon.AddMagnetAsync($"{await MagnetAsync()}&tr={Uri.EscapeDataString(tracker.Url)}");
            await daemon.WaitForCompleteAsync();
        });
        AssertLeeched();
    }
}
