using GoatHost.Abstractions;
using GoatHost.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>The plugin put together as the host does it, with settings of a test's own.</summary>
internal sealed class OrdinalsStage : IPluginBuilder, IDisposable
{
    private readonly TempFolder _data = new();
    private readonly ServiceProvider _provider;

    public OrdinalsStage(params (string Key, string Value)[] settings) : this(TimeProvider.System, settings) { }

    public OrdinalsStage(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var pairs = settings.Select(setting => KeyValuePair.Create($"settings:{setting.Key}", (string?)setting.Value));
        Settings = new ConfigurationBuilder().AddInMemoryCollection(pairs).Build().GetSection("settings");
        Services.AddLogging().AddHttpClient().AddSingleton(time).AddSingleton<IDescriptionReader, FakeDescriptions>()
            .AddSingleton<IHostCatalog>(Catalog);
        new OrdinalsPlugin().Configure(this);
        _provider = Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public IConfigurationSection Settings { get; }

    public string DataDirectory => _data.Path;

    public IServiceCollection Services { get; } = new ServiceCollection();

    public FakeCatalog Catalog { get; } = new();

    public ISource Source => _provider.GetRequiredService<ISource>();

    public ITransport Transport => _provider.GetRequiredService<ITransport>();

    public ICommand Command(string name) => _provider.GetServices<ICommand>().Single(command => command.Name == name);

    public static OrdinalsStage OnBlocks(string blocks) => new(("network", "regtest"), ("blocks", blocks));

    public async Task<List<Discovery>> DiscoverAsync(string? cursor = null)
    {
        var steps = new List<Discovery>();
        await foreach (var step in Source.DiscoverAsync(cursor, default)) steps.Add(step);
        return steps;
    }

    public void Dispose()
    {
        _provider.Dispose();
        _data.Dispose();
    }
}
