using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Headers that a file remembers.</summary>
public sealed class HeaderStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder["headers-regtest.dat"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Remembers_every_branch_and_which_is_the_chain()
    {
        var main = Mining.Chain(Chains.Regtest.GenesisHeader, 40);
        var fork = Mining.Chain(main[9], 20, salt: 1);
        using (var store = await OpenAsync())
        {
            Take(store, [.. fork.Prepend(main[9]), .. main]);
            await store.SaveAsync(default);
            Take(store, Mining.Chain(main[^1], 5));
            await store.SaveAsync(default);
        }
        using var again = await OpenAsync();
        Assert.Equal((45, 66), (again.Tree.Best!.Height, again.Tree.Count));
        Assert.Equal(20, again.Tree.Stale().Count);
        Assert.Equal(main[20].Hash, again.Tree.At(21)!.Hash);
        Assert.Equal(main[20], again.Tree.At(21)!.Header);
        Assert.Equal(main[8].Hash, again.Tree.Find(fork[^1].Hash)!.Ancestor(9)!.Hash);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-79)]
    [InlineData(-200)]
    [InlineData(13)]
    public async Task A_tail_cut_off_or_torn_costs_no_more_than_itself(int change)
    {
        var chain = Mining.Chain(Chains.Regtest.GenesisHeader, 30);
        using (var store = await OpenAsync())
        {
            Take(store, chain);
            await store.SaveAsync(default);
        }
        using (var file = System.IO.File.OpenWrite(File)) file.SetLength(file.Length + change);
        using (var store = await OpenAsync())
        {
            Assert.Equal(change == -200 ? 27 : change < 0 ? 29 : 30, store.Tree.Best!.Height);
            Take(store, chain);
            await store.SaveAsync(default);
        }
        using var again = await OpenAsync();
        Assert.Equal(chain[^1].Hash, again.Tree.Best!.Hash);
        Assert.Equal(31 * BlockHeader.Size, new FileInfo(File).Length);
    }

    [Fact]
    public async Task A_header_that_was_changed_ends_what_is_taken_from_the_file()
    {
        using (var store = await OpenAsync())
        {
            Take(store, Mining.Chain(Chains.Regtest.GenesisHeader, 30));
            await store.SaveAsync(default);
        }
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes[12 * BlockHeader.Size + 72] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, bytes);
        using var again = await OpenAsync();
        Assert.Equal(11, again.Tree.Best!.Height);
    }

    [Fact]
    public async Task A_file_of_another_network_is_begun_anew()
    {
        await System.IO.File.WriteAllBytesAsync(File, new byte[800]);
        using (var store = await OpenAsync())
        {
            Take(store, Mining.Chain(Chains.Regtest.GenesisHeader, 3));
            await store.SaveAsync(default);
        }
        using var again = await OpenAsync();
        Assert.Equal(3, again.Tree.Best!.Height);
    }

    [Fact]
    public async Task A_second_process_reads_and_adds_nothing()
    {
        using var first = await OpenAsync();
        Take(first, Mining.Chain(Chains.Regtest.GenesisHeader, 3));
        await first.SaveAsync(default);
        using (var second = await OpenAsync())
        {
            Assert.Equal(3, second.Tree.Best!.Height);
            Take(second, Mining.Chain(second.Tree.Best.Header, 3));
            await second.SaveAsync(default);
        }
        Assert.Equal(4 * BlockHeader.Size, new FileInfo(File).Length);
    }

    [Fact]
    public async Task What_is_trimmed_is_gone_from_the_file_too()
    {
        var chain = Mining.Chain(Chains.Regtest.GenesisHeader, 9);
        using (var store = await OpenAsync())
        {
            Take(store, chain);
            await store.SaveAsync(default);
            store.Trim(5);
            Assert.Equal(4, store.Tree.Best!.Height);
            Assert.Null(store.Tree.Find(chain[4].Hash));
            Take(store, Mining.Chain(chain[3], 2, salt: 7));
            await store.SaveAsync(default);
        }
        using var again = await OpenAsync();
        Assert.Equal((6, 7), (again.Tree.Best!.Height, again.Tree.Count));
    }

    [SkippableFact]
    public async Task Mainnet_is_resumed_with_the_work_that_it_had()
    {
        var headers = await System.IO.File.ReadAllBytesAsync(Chains.Public("mainnet/headers/mainnet-0-10237.bin"));
        UInt128 work;
        using (var store = await HeaderStore.OpenAsync(_folder.Path, Chains.Mainnet, TimeProvider.System, default))
        {
            Take(store, headers.Chunk(BlockHeader.Size).Skip(1).Select(bytes => BlockHeader.Read(bytes)));
            await store.SaveAsync(default);
            work = store.Tree.Best!.Work;
        }
        Assert.Equal(headers, await System.IO.File.ReadAllBytesAsync(_folder["headers-mainnet.dat"]));
        using var again = await HeaderStore.OpenAsync(_folder.Path, Chains.Mainnet, TimeProvider.System, default);
        Assert.Equal((10_236, work), (again.Tree.Best!.Height, again.Tree.Best.Work));
    }

    private static void Take(HeaderStore store, IEnumerable<BlockHeader> headers)
    {
        foreach (var header in headers) Assert.Null(store.Tree.Offer(header));
    }

    private Task<HeaderStore> OpenAsync() => HeaderStore.OpenAsync(_folder.Path, Chains.Regtest, TimeProvider.System, default);
}
