namespace GoatHost.Interop.Tests;

/// <summary>Transmission as the seeder.</summary>
public sealed class TransmissionSeedTests : BitTorrentInterop
{
    [SkippableFact]
    public async Task We_fetch_from_transmission_by_magnet()
    {
        TransmissionDaemon.SkipWithout();
        await using var lab = await NetworkLab.CreateAsync();
        await using var daemon = await TransmissionDaemon.StartAsync(lab, _folder["home"], _folder["seed"]);
        await daemon.AddTorrentAsync(await File.ReadAllBytesAsync(TorrentPath));
        await daemon.WaitForCompleteAsync();
        await FetchAsync($"{await MagnetAsync()}&x.pe={daemon.Address}");
    }
}
