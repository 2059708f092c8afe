namespace GoatHost.Interop.Tests;

/// <summary>Transmission as the leecher, dialled by us.</summary>
public sealed class TransmissionLeechTests : BitTorrentInterop
{
    [SkippableFact]
    public async Task Transmission_that_we_dial_fetches_from_us_by_magnet()
    {
        TransmissionDaemon.SkipWithout();
        await using var lab = await NetworkLab.CreateAsync();
        await using var daemon = await TransmissionDaemon.StartAsync(lab, _folder["home"], _folder["leech"]);
        await daemon.AddMagnetAsync(await MagnetAsync());
        await SeedAsync(lab, $"&x.pe={daemon.Address}", _ => daemon.WaitForCompleteAsync());
        AssertLeeched();
    }
}
