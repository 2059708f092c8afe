using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Installing;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Installing;

public sealed class InstallCommandTests : IDisposable
{
    private static readonly byte[] Library = Encoding.UTF8.GetBytes("a library");

    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_pinned_library_is_taken_out_of_the_pinned_archive_and_nothing_else()
    {
        var (package, archive) = Pack(("package/evil/../../../x", [1]), ("package/bins/ggml.so", Library));
        var target = _data["ggml.so"];

        await NpmArchive.ExtractAsync(package, archive, target, CancellationToken.None);

        Assert.Equal(Library, await File.ReadAllBytesAsync(target));
        Assert.True(NpmArchive.IsPinned(package, target));
        Assert.Equal(["ggml.so", "package.tgz"], Directory.EnumerateFileSystemEntries(_data.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Another_archive_is_refused_before_it_is_opened()
    {
        var (package, archive) = Pack(("package/bins/ggml.so", Library));
        await File.AppendAllTextAsync(archive, "x");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => NpmArchive.ExtractAsync(package, archive, _data["ggml.so"], CancellationToken.None));
        Assert.Contains("SHA-512", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_data["ggml.so"]));
    }

    [Fact]
    public async Task An_archive_without_the_library_is_refused()
    {
        var (package, archive) = Pack(("package/bins/other.so", Library));
        await Assert.ThrowsAsync<RefusedException>(() => NpmArchive.ExtractAsync(package, archive, _data["ggml.so"], CancellationToken.None));
    }

    [Fact]
    public void A_library_that_was_changed_since_is_told_and_not_loaded()
    {
        if (GpuPackage.Here.Count == 0) return; // none for this machine to change
        var folder = new GpuFolder(_data.Path);
        var path = folder.PathOf(GpuPackage.Here[0]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "not what was installed");

        var backend = Assert.Single(GpuBackend.LoadAll(folder, GpuPackage.Release));

        Assert.Contains("SHA-256 differs", backend.Problem, StringComparison.Ordinal);
        Assert.True(folder.Remove(GpuPackage.Here[0]));
        Assert.Empty(folder.Installed());
    }

    [Theory]
    [InlineData("rocm")]
    [InlineData("../vulkan")]
    [InlineData("")]
    public async Task A_library_that_does_not_exist_is_told_with_those_that_do(string name)
    {
        var told = await Assert.ThrowsAsync<GoatException>(() => new InstallCommand(new GpuFolder(_data.Path)).RunAsync([name], new NoOutput(), CancellationToken.None));
        Assert.Contains("this machine", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_packages_are_of_one_release_and_pinned_twice()
    {
        Assert.All(GpuPackage.Everywhere(), package =>
        {
            Assert.Equal(64, Convert.FromBase64String(package.Integrity).Length);
            Assert.Equal(32, Convert.FromHexString(package.Sha256).Length);
            Assert.True(package.Size > 0);
        });
    }

    private (GpuPackage Package, string Archive) Pack(params (string Name, byte[] Bytes)[] members)
    {
        var archive = _data["package.tgz"];
        using (var zipped = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
        using (var tar = new TarWriter(zipped))
        {
            foreach (var (name, bytes) in members) tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
        var integrity = Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Library));
        return (new GpuPackage("fake", "here", "fake", integrity, "package/bins/ggml.so", Library.Length, sha256, "nothing"), archive);
    }

    private sealed class NoOutput : ICommandOutput
    {
        public void Text(string line) => Assert.Fail(line);

        public void Bytes(ReadOnlySpan<byte> bytes) => Assert.Fail("bytes");

        public void Progress(double part, string label) => Assert.Fail(label);
    }
}
