using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>
/// Follows every inscription over the coins of a chain, from its first block on: sats go from inputs to outputs first in, first out, what no
/// output takes is a fee, and fees go to the coinbase, which is therefore taken last.
/// </summary>
internal sealed class InscriptionLocations(Network network)
{
    /// <summary>Coins that are remembered; with more the memory would no longer be small, and the locations are given up.</summary>
    public const int MaximumCoins = 1_000_000;

    private const byte OpReturn = 0x6a;

    private readonly Dictionary<OutPoint, ulong> _coins = [];
    private readonly Dictionary<OutPoint, List<LocatedInscription>> _held = [];
    private readonly Dictionary<InscriptionId, LocatedInscription> _known = [];
    private readonly List<FloatingInscription> _fees = [];
    private long _blessed, _cursed, _unbound;
    private UInt128 _reward, _lost;
    private bool _isJubilant;

    public bool IsFull => _coins.Count > MaximumCoins || _known.Count > MaximumCoins;

    public LocatedInscription? Find(InscriptionId id) => _known.GetValueOrDefault(id);

    /// <summary>Takes in the next block of the chain.</summary>
    public void Take(Block block, int height)
    {
        _isJubilant = height >= Jubilee.HeightOf(network);
        _reward = Subsidy.At(network, height);
        for (var position = 1; position < block.Transactions.Count; position++)
        {
            Take(block.Transactions[position], block.TxIds[position]);
        }
        TakeCoinbase(block.Transactions[0], block.TxIds[0]);
    }

    private void Take(Transaction transaction, Hash256 txid)
    {
        var inscriptions = InscriptionReader.Read(transaction);
        var floating = new List<FloatingInscription>();
        var inscribed = new SatCensus(_known);
        var outputs = Total(transaction);
        UInt128 offset = 0;
        var next = 0;
        for (var input = 0; input < transaction.Inputs.Count; input++)
        {
            var coin = transaction.Inputs[input].Previous;
            _held.Remove(coin, out var held);
            foreach (var moved in (held ?? []).OrderBy(one => one.Sequence))
            {
                floating.Add(new(moved.Id, offset + moved.Location.Offset, moved, null));
                inscribed.Add(offset + moved.Location.Offset, moved.Id);
            }
            _coins.Remove(coin, out var value);
            for (; next < inscriptions.Count && inscriptions[next].Input == input; next++)
            {
                var inscription = inscriptions[next];
                var curse = inscription.StaticCurse ?? (inscribed.IsCursed(offset) ? Curse.Reinscription : null);
                var place = inscription.Pointer is { } pointer && pointer < outputs ? pointer : offset;
                var isUnbound = value == 0 || inscription.UnrecognizedEvenField;
                var fresh = new NewInscription(curse, inscribed.Has(place), isUnbound, [.. inscription.Parents.Distinct()]);
                floating.Add(new(inscription.Id, place, null, fresh));
                inscribed.Add(place, inscription.Id);
            }
            offset += value;
        }
        // Only what this transaction moves or makes can be a parent in it.
        var here = floating.Select(one => one.Id).ToHashSet();
        foreach (var one in floating) one.New?.Parents.RemoveAll(parent => !here.Contains(parent));
        var rest = Place(transaction, txid, floating);
        _fees.AddRange(rest.Select(fee => fee with { Offset = _reward + fee.Offset - outputs }));
        // A block whose amounts do not add up is no block of the chain; here it only must not make numbers run under.
        if (offset > outputs) _reward += offset - outputs;
    }

    private void TakeCoinbase(Transaction coinbase, Hash256 txid)
    {
        var outputs = Total(coinbase);
        foreach (var fee in Place(coinbase, txid, _fees))
        {
            Settle(fee, new(SatPoint.LostCoin, _lost + fee.Offset - outputs), isBurned: false);
        }
        if (_reward > outputs) _lost += _reward - outputs;
        _fees.Clear();
    }

    /// <summary>Puts what floats into the outputs, in the order of the sats: that order numbers what is new. Gives back what no output takes.</summary>
    private List<FloatingInscription> Place(Transaction transaction, Hash256 txid, List<FloatingInscription> floating)
    {
        var waiting = new Queue<FloatingInscription>(floating.OrderBy(one => one.Offset));
        UInt128 start = 0;
        foreach (var (index, output) in transaction.Outputs.Index())
        {
            var coin = new OutPoint(txid, (uint)index);
            var end = start + output.Value;
            _coins[coin] = output.Value;
            while (waiting.TryPeek(out var next) && next.Offset < end)
            {
                Settle(waiting.Dequeue(), new(coin, next.Offset - start), output.Script.Span is [OpReturn, ..]);
            }
            start = end;
        }
        return [.. waiting];
    }

    private void Settle(FloatingInscription floating, SatPoint place, bool isBurned)
    {
        var located = floating.Known ?? Number(floating.Id, floating.New!, place);
        located.IsBurned |= isBurned;
        if (located.IsUnbound) return;
        located.Location = place;
        if (place.Coin == SatPoint.LostCoin) return;
        if (!_held.TryGetValue(place.Coin, out var held)) _held[place.Coin] = held = [];
        held.Add(located);
    }

    private LocatedInscription Number(InscriptionId id, NewInscription fresh, SatPoint place)
    {
        var isCursed = fresh.Curse is not null && !_isJubilant;
        if (fresh.IsUnbound) place = new(SatPoint.UnboundCoin, (UInt128)_unbound++);
        var located = new LocatedInscription
        {
            Id = id,
            Sequence = _blessed + _cursed,
            Number = isCursed ? -1 - _cursed++ : _blessed++,
            Curse = fresh.Curse,
            IsVindicated = fresh.Curse is not null && _isJubilant,
            IsReinscription = fresh.IsReinscription,
            Parents = [.. fresh.Parents.Where(_known.ContainsKey)],
            AtReveal = place,
            Location = place,
        };
        return _known[id] = located;
    }

    private static UInt128 Total(Transaction transaction)
    {
        UInt128 total = 0;
        foreach (var output in transaction.Outputs) total += output.Value;
        return total;
    }
}
