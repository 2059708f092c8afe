using System.CommandLine;
using System.Globalization;
using System.Net;
using GoatHost.Composition;
using GoatHost.Http.Guards;
using GoatHost.Http;

namespace GoatHost.Cli;

/// <summary>How to serve, as it was typed.</summary>
internal sealed class ServeArguments
{
    private readonly Option<string?> _listen = new("--listen")
    {
        Description = $"Address to listen on. Default: {ListenAddress.Default}. Beyond loopback a key is needed.",
        HelpName = "host:port",
    };

    private readonly Option<int?> _port = new("--port")
    {
        Description = "Short for --listen 127.0.0.1:PORT; 11434 stands in for Ollama.",
        HelpName = "port",
    };

    private readonly Option<string?> _key = new("--api-key")
    {
        Description = "Key that clients must send, beside those of goat key. GOAT_API_KEY does the same and stays out of the process list.",
        HelpName = "key",
    };

    private readonly Option<string?> _keepAlive = new("--keep-alive")
    {
        Description = "How long a model stays loaded after its last use, as in 5m or 1h30m; -1 is for ever. GOAT_KEEP_ALIVE does the same. Default: 5m.",
        HelpName = "time",
    };

    private readonly Option<int?> _mostModels = new("--max-models")
    {
        Description = "Most models in memory at once. GOAT_MAX_MODELS does the same. Default: 4.",
        HelpName = "count",
    };

    private readonly Option<string[]> _origin = new("--allow-origin")
    {
        Description = "A web page that may use the server, beside those of this machine; * stands for any text. GOAT_ORIGINS does the same.",
        HelpName = "origin",
    };

    private readonly Option<string[]> _host = new("--allow-host")
    {
        Description = "A name by which the server on loopback may be called, such as host.docker.internal. GOAT_HOSTS does the same.",
        HelpName = "name",
    };

    public Option<bool> AutoPull { get; } = new("--auto-pull")
    {
        Description = "Fetch a model that a client names by a reference or by its name in the catalog, when it is not here.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _listen, _port, _key, _keepAlive, _mostModels, AutoPull, _origin, _host }) command.Add(option);
    }

    public IPEndPoint Listen(ParseResult parsed)
    {
        if (parsed.GetValue(_port) is not { } port) return ListenAddress.Read(parsed.GetValue(_listen));
        if (parsed.GetValue(_listen) is not null) throw new UsageException("Give --listen or --port, not both.");
        return ListenAddress.Read(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));
    }

    public string? Key(ParseResult parsed) => parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable("GOAT_API_KEY");

    /// <summary>Lets in the pages and names that were given beside those of this machine.</summary>
    public ServeOptions Allow(ServeOptions options, ParseResult parsed) => options with
    {
        Origins = AllowedOrigins.Read(Given(parsed.GetValue(_origin), "GOAT_ORIGINS")),
        Hosts = AllowedHosts.Read(Given(parsed.GetValue(_host), "GOAT_HOSTS")),
    };

    public Layout Settle(Layout layout, ParseResult parsed) =>
        layout with { Residency = ResidencySettings.With(layout.Residency, parsed.GetValue(_keepAlive), parsed.GetValue(_mostModels)) };

    private static IEnumerable<string> Given(string[]? options, string variable) => [.. options ?? [], Environment.GetEnvironmentVariable(variable) ?? ""];
}
