using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Locations;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Numbers, curses and places of inscriptions, as ord counts them.</summary>
public sealed class LocationTests
{
    private static readonly byte[] Anyone = [0x51], Nobody = [0x6a];

    [Fact]
    public async Task A_sat_that_is_inscribed_again_is_a_reinscription_and_cursed_before_the_jubilee()
    {
        var (chain, minted) = await StartAsync();
        var first = minted.Reveal(Minted.Envelope("first"));
        var again = minted.RevealOn(new(first.TxId, 0), Minted.Envelope("again"));
        var third = minted.RevealOn(new(again.TxId, 0), Minted.Envelope("third"));
        var located = Locate(chain, first, again, third);
        Assert.Equal([0, -1, -2], located.Select(one => one.Number));
        Assert.Equal([null, Curse.Reinscription, Curse.Reinscription], located.Select(one => one.Curse));
        Assert.Equal([false, true, true], located.Select(one => one.IsReinscription));
        Assert.All(located, one => Assert.Equal($"{third.TxId}:0:0", one.Location.ToString()));
    }

    [Fact]
    public async Task From_the_jubilee_on_a_curse_only_vindicates()
    {
        var (chain, minted) = await StartAsync();
        while (chain.Blocks.Count < 112) chain.Mine();
        var odd = minted.Reveal(Minted.Envelope("two types", (1, "text/html"u8.ToArray())));
        var located = Assert.Single(Locate(chain, odd));
        Assert.Equal((0, Curse.DuplicateField, true, false), (located.Number, located.Curse, located.IsVindicated, located.IsCursed));
    }

    [Fact]
    public async Task An_even_field_that_nobody_knows_takes_the_sat_away()
    {
        var (chain, minted) = await StartAsync();
        var unbound = minted.Reveal(Minted.Envelope("unbound", (66, [1])));
        var located = Assert.Single(Locate(chain, unbound));
        Assert.Equal((-1, true, $"{Hash256.Zero}:0:0"), (located.Number, located.IsUnbound, located.Location.ToString()));
    }

    [Fact]
    public async Task What_goes_to_an_output_that_nobody_can_spend_is_burned()
    {
        var (chain, minted) = await StartAsync();
        var burned = minted.Reveal(Minted.Envelope("burned"), new TransactionOutput(9_000, Nobody));
        Assert.True(Assert.Single(Locate(chain, burned)).IsBurned);
    }

    [Fact]
    public async Task A_fee_that_the_coinbase_does_not_take_is_lost()
    {
        var (chain, minted) = await StartAsync();
        var lost = minted.Reveal(Minted.Envelope("lost"), new TransactionOutput(0, Anyone));
        var located = Assert.Single(Locate(chain, lost));
        Assert.Equal((true, 0, $"{Hash256.Zero}:{uint.MaxValue}:0"), (located.IsLost, located.Number, located.Location.ToString()));
    }

    [Fact]
    public async Task A_pointer_chooses_the_sat_among_the_outputs()
    {
        var (chain, minted) = await StartAsync();
        var pointed = minted.Reveal(
            Minted.Envelope("there", (2, [0x29, 0x23])), new TransactionOutput(9_000, Anyone), new TransactionOutput(500, Anyone));
        var beyond = minted.Reveal(Minted.Envelope("beyond", (2, [0xff, 0xff, 0xff])));
        Assert.Equal([$"{pointed.TxId}:1:1", $"{beyond.TxId}:0:0"], Locate(chain, pointed, beyond).Select(one => one.Location.ToString()));
    }

    [Fact]
    public async Task A_place_is_followed_over_every_move_and_told_as_it_was_at_the_reveal_too()
    {
        var (chain, minted) = await StartAsync();
        var revealed = minted.Reveal(Minted.Envelope("wanderer"));
        var coin = new OutPoint(revealed.TxId, 0);
        for (var i = 0; i < 5; i++) coin = minted.Move(coin, before: i % 3);
        var located = Assert.Single(Locate(chain, revealed));
        Assert.Equal(($"{revealed.TxId}:0:0", $"{coin}:0"), (located.AtReveal.ToString(), located.Location.ToString()));
    }

    private static async Task<(MinedChain Chain, Minted Minted)> StartAsync()
    {
        var chain = await MinedChain.StartAsync();
        return (chain, new(chain));
    }

    private static List<LocatedInscription> Locate(MinedChain chain, params Transaction[] reveals)
    {
        var locations = new InscriptionLocations(Chains.Regtest);
        foreach (var (height, block) in chain.Blocks.Index()) locations.Take(block, height);
        return [.. reveals.Select(reveal => locations.Find(new(reveal.TxId, 0))!)];
    }
}
