using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent.Tests.Metainfo;

public sealed class MagnetTests
{
    private const string Hex = "dd5f967140549727a68e644ed4da7ffbaca1c919";

    [Theory]
    [InlineData("magnet:?xt=urn:btih:" + Hex)]
    [InlineData("MAGNET:?XT=URN:BTIH:DD5F967140549727A68E644ED4DA7FFBACA1C919")]
    [InlineData("magnet:?xt=urn%3Abtih%3A" + Hex)]
    [InlineData("magnet:?dn=x&xt.1=urn:btih:" + Hex)]
    [InlineData("magnet:?xt=urn:btih:3VPZM4KAKSLSPJUOMRHNJWT77OWKDSIZ")]
    [InlineData("magnet:?xt=urn:btih:3vpzm4kaksLspjuomrhnjwt77owkdsiz")]
    [InlineData("magnet:?xt=urn:btmh:1220aa&xt=urn:btih:" + Hex)]
    [InlineData("magnet:?xt=urn:btih:" + Hex + "&xt=urn:btih:" + Hex)]
    public void The_hash_is_read_however_it_is_written(string text)
    {
        Assert.True(MagnetReader.IsTorrentMagnet(text));
        Assert.Equal(Hex, MagnetReader.Read(text).Hash.ToString());
    }

    [Fact]
    public void Names_trackers_peers_and_mirrors_are_read()
    {
        var magnet = MagnetReader.Read($"magnet:?xt=urn:btih:{Hex}&dn=a+b%20c%C3%A9&tr=http%3A%2F%2Ft%2Fannounce%3Fk%3D1&tr.1=udp://u:1&x.pe=127.0.0.1:6881&X.PE=[::1]:5&ws=http://w/+&unknown=%zz&=&&kt=q");
        Assert.Equal("a b cé", magnet.Name);
        Assert.Equal(["http://t/announce?k=1", "udp://u:1"], magnet.Trackers);
        Assert.Equal(["127.0.0.1:6881", "[::1]:5"], magnet.Peers);
        Assert.Equal(["http://w/+"], magnet.WebSeeds);
    }

    [Theory]
    [InlineData("magnet:?xt=urn:btmh:1220aabb", "version 2 only")]
    [InlineData("magnet:?dn=x", "no xt=urn:btih:")]
    [InlineData("magnet:?xt=urn:btih:123", "is not an info-hash")]
    [InlineData("magnet:?xt=urn:btih:zz5f967140549727a68e644ed4da7ffbaca1c919", "is not an info-hash")]
    [InlineData("magnet:?xt=urn:btih:3VPZM4KAKSLSPJUOMRHNJWT77OWKDSI1", "is not an info-hash")]
    [InlineData("magnet:?xt=urn:btih:" + Hex + "&xt=urn:btih:0000000000000000000000000000000000000000", "two torrents")]
    [InlineData("http://x", "does not begin with magnet")]
    public void What_is_wrong_is_said_in_a_sentence(string text, string part)
    {
        var refusal = Assert.Throws<RefusedException>(() => MagnetReader.Read(text));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_bounded()
    {
        var text = $"magnet:?xt=urn:btih:{Hex}" + string.Concat(Enumerable.Range(1, 2000).Select(i => $"&x.pe=10.0.0.1:{i}"));
        Assert.InRange(MagnetReader.Read(text).Peers.Count, 90, 100);
        Assert.Throws<RefusedException>(() => MagnetReader.Read($"magnet:?xt=urn:btih:{Hex}&dn=" + new string('a', 70_000)));
    }

    [Fact]
    public void Random_text_is_read_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            try
            {
                MagnetReader.Read($"magnet:?xt=urn:btih:{Hex}&" + text.Get);
                MagnetReader.Read("magnet:?" + text.Get);
                return true;
            }
            catch (RefusedException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
}
