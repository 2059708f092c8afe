using System.Diagnostics;
using System.Text;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>A real <c>goat serve</c> with the sample's model on a free port, for clients that know nothing of it.</summary>
public sealed class ServedGoat : IAsyncLifetime, IDisposable
{
    public const string Model = "goat-tiny-kjv:Q8_0";
    public const string Key = "a-key-of-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempFolder _home = new();
    private Process? _serving;

    public Uri Address { get; private set; } = new("http://localhost/");

    public async Task InitializeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pull = Start("pull", Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf"));
        var said = pull.StandardError.ReadToEndAsync(patience.Token);
        await pull.WaitForExitAsync(patience.Token);
        if (pull.ExitCode != 0) throw new InvalidOperationException(await said);
        _serving = Start("serve", "--listen", "127.0.0.1:0");
        _ = _serving.StandardError.ReadToEndAsync(CancellationToken.None);
        Address = await AddressAsync(_serving, patience.Token);
    }

    public async Task DisposeAsync()
    {
        if (_serving is null) return;
        _serving.Kill(entireProcessTree: true);
        await _serving.WaitForExitAsync();
        _serving.Dispose();
    }

    public void Dispose() => _home.Dispose();

    private Process Start(params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var dll = Path.Combine(Fixtures.Root, "artifacts", "bin", "GoatHost", configuration, "goat.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["GOAT_HOME"] = _home.Path;
        start.Environment["GOAT_API_KEY"] = Key;
        return Process.Start(start)!;
    }

    private static async Task<Uri> AddressAsync(Process serving, CancellationToken ct)
    {
        const string Prefix = "Listening on ";
        while (await serving.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal)) return new Uri(line[Prefix.Length..line.IndexOf(';', StringComparison.Ordinal)]);
        }
        throw new InvalidOperationException("goat serve ended before it listened.");
    }
}

/// <summary>Clients of one served goat, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ServedGoatCollection : ICollectionFixture<ServedGoat>
{
    public const string Name = "served goat";
}
