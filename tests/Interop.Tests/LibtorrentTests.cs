namespace GoatHost.Interop.Tests;

/// <summary>libtorrent, both ways.</summary>
public sealed class LibtorrentTests : BitTorrentInterop
{
    [SkippableFact]
    public async Task We_fetch_from_libtorrent_by_magnet()
    {
        await using var lab = await NetworkLab.CreateAsync();
        await LibtorrentNode.SkipWithoutAsync();
        await using var seeder = await LibtorrentNode.SeedAsync(lab, TorrentPath, _folder["seed"]);
        await FetchAsync($"{await MagnetAsync()}&x.pe={seeder.Address}");
    }

    [SkippableFact]
    public async Task Libtorrent_fetches_from_us_by_the_magnet_we_tell()
    {
        await using var lab = await NetworkLab.CreateAsync();
        await LibtorrentNode.SkipWithoutAsync();
        await SeedAsync(lab, "", async reachable =>
        {
            await using var leecher = await LibtorrentNode.LeechAsync(lab, reachable, _folder["leech"]);
            await leecher.WaitForAsync("DONE");
        });
        AssertLeeched();
    }
}
