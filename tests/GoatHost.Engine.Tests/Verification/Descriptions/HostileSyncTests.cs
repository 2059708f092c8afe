using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Tests.Sync;
using GoatHost.Engine.Tests.Verification.Gguf;
using GoatHost.Engine.Verification;
using GoatHost.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

/// <summary>Hostile publishers against the engine's own sync and store: one sentence, nothing kept, and nothing written but where files are fetched to.</summary>
public sealed class HostileSyncTests : IDisposable
{
    private const string Before = "must stay";

    private static readonly Dictionary<string, (byte[] Bytes, string Reason)> NoModels = new()
    {
        ["a picture"] = ([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[100]], "does not begin with GGUF"),
        ["a zip archive"] = ([.. "PK\u0003\u0004"u8, .. new byte[100]], "a zip archive"),
        ["a pickle"] = ([0x80, 4, 0x95, .. new byte[100]], "a Python pickle"),
        ["a script"] = ([.. "#!/bin/sh\nrm -rf /\n"u8], "a script"),
        ["a program"] = ([.. "\u007fELF"u8, .. new byte[100]], "a program"),
        ["a page"] = ([.. "<html><script>alert(1)</script></html>"u8], "does not begin with GGUF"),
        ["the magic alone"] = ([.. "GGUF"u8], "the file ends inside the version"),
        ["a vocabulary alone"] = (new GgufBuilder().Text("general.architecture", "llama").Build(), "no weights"),
        ["counts that lie"] = (new GgufBuilder { ClaimedKeys = 60_000 }.Build(), "claims 60000 keys"),
        ["a header against itself"] = (GgufBuilder.Small().U32("llama.block_count", 0).Build(), "contradicts itself"),
        ["a model without its end"] = (GgufBuilder.Small().Build()[..^40], "does not end inside the file"),
        ["another quantization"] = (new GgufBuilder().Text("general.architecture", "llama").Tensor("a", 0, [32], 128).Build(), "most of its weights are F32"),
    };

    private static readonly string[] Ways =
    [
        "../out.gguf", "a/../../out.gguf", "/tmp/out.gguf", "..\\\\out.gguf", "C:/out.gguf", "\\\\\\\\server\\\\share\\\\out.gguf", "//server/share/out.gguf",
        "a.gguf:stream", "nul.gguf", "a/con.gguf", "out.gguf ", "out.gguf.", "OUT~1.GGU", "/dev/shm/out.gguf", "a\\u0000.gguf", "\\u202eout.gguf", "a//out.gguf", "./out.gguf",
    ];

    private readonly TempFolder _disk = new();

    public HostileSyncTests()
    {
        // What lies around the data directory, and inside it what the person or an earlier model put there.
        foreach (var file in new[] { "out.gguf", "data/out.gguf", "data/models/out.gguf", "data/models/other/x-Q8_0.gguf", "data/plugins/x/plugin.json" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_disk[file])!);
            File.WriteAllText(_disk[file], Before);
        }
        Directory.CreateSymbolicLink(_disk["data/link"], _disk["data/plugins"]);
    }

    public static TheoryData<string> Names => [.. NoModels.Keys];

    public static TheoryData<string> Paths => [.. Ways];

    public void Dispose() => _disk.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Refuses_what_is_no_model_though_its_digest_is_right(string name)
    {
        var (bytes, reason) = NoModels[name];
        var file = $"{{\"path\":\"x-Q8_0.gguf\",\"size\":{bytes.Length},\"sha256\":\"{SyncRig.Hash(bytes)}\"}}";
        await AssertRefusedAsync(new HostilePublisher { Manifest = HostilePublisher.Describe(file), Bytes = bytes }, reason);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Refuses_paths_out_of_the_models_folder(string path) =>
        await AssertRefusedAsync(new HostilePublisher { Manifest = HostilePublisher.Describe($"{{\"path\":\"{path}\",\"size\":10}}"), Bytes = new byte[10] }, "");

    [Fact]
    public async Task Refuses_paths_that_only_the_transport_names()
    {
        var page = Encoding.UTF8.GetBytes("{\"p\":\"goat\",\"op\":\"model\",\"v\":1,\"name\":\"ill\",\"web\":[\"https://here/\"]}");
        foreach (var path in new[] { "../out.gguf", "/tmp/out.gguf", "a\\..\\out.gguf", "nul.gguf" })
        {
            await AssertRefusedAsync(
                new HostilePublisher { Manifest = page, Bytes = new byte[10], Listed = [new RemoteFile(path, 10)] }, "cannot be used");
        }
        await AssertRefusedAsync(
            new HostilePublisher { Manifest = page, Listed = [new RemoteFile("x-Q8_0.gguf", 10), new RemoteFile("X-q8_0.GGUF", 10)] }, "twice");
    }

    [Theory]
    [InlineData(1L << 44, "ill needs 16.0 TiB on the disk")]
    [InlineData(1L << 62, "not from 1 byte to 16 TiB")]
    [InlineData(200, "missing")]
    [InlineData(50, "x-Q8_0.gguf is 50 bytes long")]
    public async Task Refuses_a_size_that_is_not_what_comes(long size, string reason)
    {
        var publisher = new HostilePublisher { Manifest = HostilePublisher.Describe($"{{\"path\":\"x-Q8_0.gguf\",\"size\":{size}}}"), Bytes = new byte[100] };
        await using var rig = Rig(publisher);
        var failed = await Assert.ThrowsAnyAsync<GoatException>(() => rig.SyncAsync(HostilePublisher.Reference));
        Assert.Contains(reason, failed.Message, StringComparison.Ordinal);
        AssertNothingKept(exceptIncoming: true);
    }

    [Fact]
    public async Task Keeps_an_honest_model_beside_all_that()
    {
        var bytes = GgufBuilder.Small().Build();
        var file = $"{{\"path\":\"sub/x-Q8_0.gguf\",\"size\":{bytes.Length},\"sha256\":\"{SyncRig.Hash(bytes)}\"}}";
        await using var rig = Rig(new HostilePublisher { Manifest = HostilePublisher.Describe(file), Bytes = bytes });
        var model = await rig.SyncAsync(HostilePublisher.Reference);
        Assert.Equal(_disk["data/models/ill/sub/x-Q8_0.gguf"], Assert.Single(model.Files).FullPath);
    }

    private async Task AssertRefusedAsync(HostilePublisher publisher, string reason)
    {
        await using (var rig = Rig(publisher))
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync(HostilePublisher.Reference));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(refused.Message, char.IsControl);
            Assert.Empty(await rig.Store.ListAsync(default));
        }
        AssertNothingKept(exceptIncoming: false);
    }

    /// <summary>The whole disk of the test: what was there is as it was, and what is new is the database, locks, and at most a transfer that goes on later.</summary>
    private void AssertNothingKept(bool exceptIncoming)
    {
        var files = Directory.GetFiles(_disk.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(_disk.Path, file))
            .Where(file => !file.StartsWith("data/goat.db", StringComparison.Ordinal) && !file.StartsWith("data/locks/", StringComparison.Ordinal))
            .Where(file => !exceptIncoming || !file.StartsWith("data/incoming/ill-", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(
            ["data/models/other/x-Q8_0.gguf", "data/models/out.gguf", "data/out.gguf", "data/plugins/x/plugin.json", "out.gguf"],
            files.Where(file => !file.StartsWith("data/link/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(Before, File.ReadAllText(_disk[file])));
    }

    private SyncRig Rig(HostilePublisher publisher) => new(_disk["data"], services => services
        .AddSingleton<ICapabilities>(publisher)
        .AddSingleton<IModelInspector, GgufInspector>())
    { Total = long.MaxValue };
}
