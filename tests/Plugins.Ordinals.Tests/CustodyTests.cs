using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Whose child an inscription is: the coin that the parent is on is followed, wherever it went.</summary>
public sealed class CustodyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_child_that_spends_its_parents_coin_is_proven_however_often_that_moved(int moves)
    {
        var minted = new Minted(await MinedChain.StartAsync());
        var parent = minted.Reveal(Minted.Envelope("a collection"));
        var coin = new OutPoint(parent.TxId, 0);
        for (var i = 0; i < moves; i++) coin = minted.Move(coin, before: i % 3);
        var model = await ScanAsync(minted, minted.Child(parent.TxId, coin));
        Assert.Equal([new ModelParent(new($"ord:{parent.TxId}i0"), true)], model.Parents);
    }

    [Fact]
    public async Task A_child_that_spends_another_coin_of_the_parents_holder_only_claims_it()
    {
        var minted = new Minted(await MinedChain.StartAsync());
        var parent = minted.Reveal(Minted.Envelope("a collection"));
        // The first output has the inscription's sat; this is the change.
        var model = await ScanAsync(minted, minted.Child(parent.TxId, new(parent.TxId, 1)));
        Assert.Equal([new ModelParent(new($"ord:{parent.TxId}i0"), false)], model.Parents);
    }

    [Fact]
    public async Task A_child_of_what_it_never_touched_only_claims_it()
    {
        var minted = new Minted(await MinedChain.StartAsync());
        var parent = minted.Reveal(Minted.Envelope("a collection"));
        var other = minted.Reveal(Minted.Envelope("another"));
        var model = await ScanAsync(minted, minted.Child(parent.TxId, new(other.TxId, 0)));
        Assert.False(Assert.Single(model.Parents).IsProven);
        Assert.Contains(model.Proofs, proof => proof is { Claim: "parent", Holds: false });
    }

    private async Task<ModelDescription> ScanAsync(Minted minted, Transaction child)
    {
        await minted.WriteAsync(_folder.Path);
        using var stage = OrdinalsStage.OnBlocks(_folder.Path);
        Assert.Equal(0, await stage.Command("scan").RunAsync([], new FakeOutput(), default));
        return stage.Catalog.Models[$"ord:{child.TxId}i0"];
    }
}
