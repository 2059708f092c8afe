using System.Runtime.CompilerServices;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

/// <summary>A publisher who means ill, as source and as transport: any manifest, read as every source reads it, and any bytes for its files.</summary>
internal sealed class HostilePublisher : ICapabilities, ISource, ITransport
{
    public const string Reference = "ord:hostile";
    public const string Locator = "ill:here";

    public IReadOnlyList<ISource> Sources => [this];

    public IReadOnlyList<ITransport> Transports => [this];

    public string Name => "hostile";

    public required byte[] Manifest { get; init; }

    /// <summary>What it gives for every file that it is asked for.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>What it lists, when asked.</summary>
    public IReadOnlyList<RemoteFile> Listed { get; init; } = [];

    /// <summary>A manifest of files, each with the size and the digest that it is given.</summary>
    public static byte[] Describe(string files) => Encoding.UTF8.GetBytes(
        "{\"p\":\"goat\",\"op\":\"model\",\"v\":1,\"name\":\"ill\",\"web\":[\"https://here/\"]," + $"\"files\":[{files}]}}");

    public bool CanResolve(Reference reference) => reference.Text == Reference;

    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct)
    {
        var content = new Content("application/json", Manifest, []) { Metaprotocol = "goat" };
        var model = new DescriptionReader().Read(reference, content) ?? throw new RefusedException($"{reference} holds no model.");
        return Task.FromResult(model with { Locators = [new Locator(Locator)] });
    }

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => throw new GoatException("There is nothing to read.");

    public async IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        yield break;
    }

    public bool CanFetch(Locator locator) => locator.Text == Locator;

    public Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct) => Task.FromResult(Listed);

    public async Task FetchAsync(Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        foreach (var file in files) await file.WriteAsync(0, Bytes, ct);
    }

    public Task SeedAsync(Locator locator, IReadOnlyList<IArtifactFile> files, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct) =>
        throw new GoatException("There is nothing to serve.");
}
