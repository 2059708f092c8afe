using GoatHost.Abstractions;
using GoatHost.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Plugins.BitTorrent.Tests;

public sealed class PluginTests
{
    [Fact]
    public async Task Configured_it_gives_a_transport_and_a_command()
    {
        using var folder = new TempFolder();
        var builder = new Builder(folder.Path, []);
        new BitTorrentPlugin().Configure(builder);
        await using var services = builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        Assert.Equal("bittorrent", services.GetRequiredService<ITransport>().Name);
        Assert.Equal("show", services.GetRequiredService<ICommand>().Name);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919", true)]
    [InlineData("magnet:?xt=urn:btmh:1220aa", true)]
    [InlineData("magnet:?xt=urn:sha1:aa", false)]
    [InlineData("models/a.torrent", true)]
    [InlineData("C:\\a.TORRENT", true)]
    [InlineData("https://x/a.torrent", false)]
    [InlineData("a.gguf", false)]
    public async Task Only_torrent_locators_are_its_own(string text, bool expected)
    {
        await using var host = new TestHost();
        Assert.Equal(expected, host.Transport.CanFetch(new Locator(text)));
    }

    [Theory]
    [InlineData("noPeersSeconds", "0")]
    [InlineData("noPeersSeconds", "soon")]
    [InlineData("maxConnections", "-1")]
    public void A_senseless_setting_is_named(string key, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        Assert.Contains(key, Assert.Throws<GoatException>(() => BitTorrentSettings.Read(settings)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:0", true)]
    [InlineData("localhost:6881", true)]
    [InlineData("[::1]:5", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("nowhere", false)]
    public void An_address_to_listen_on_has_a_port(string text, bool expected) =>
        Assert.Equal(expected, Record.Exception(() => BitTorrentSettings.ListenEndPoint(text)) is null);

    private sealed class Builder : IPluginBuilder
    {
        public Builder(string folder, Dictionary<string, string?> settings)
        {
            DataDirectory = folder;
            Settings = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("settings");
            Services.AddLogging().AddSingleton(TimeProvider.System);
        }

        public IConfigurationSection Settings { get; }

        public string DataDirectory { get; }

        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
