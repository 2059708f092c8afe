using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>A commit and a reveal, made and signed, and not sent.</summary>
internal sealed record InscriptionPair(
    SecretKey Key, Transaction Commit, ulong CommitFee, Transaction Reveal, ulong RevealFee, TaprootOutput Output)
{
    public InscriptionId Id => new(Reveal.TxId, 0);

    public ulong Fee => CommitFee + RevealFee;

    public IEnumerable<string> Lines(InscribedContent content)
    {
        yield return $"inscription  {Id}";
        yield return $"content      {content}{(content.Metaprotocol is { } mark ? $", a {mark} manifest" : "")}";
        yield return Line("commit", Commit, CommitFee);
        yield return Line("reveal", Reveal, RevealFee);
        yield return $"total fee    {Fees.Show(Fee)}, and {Fees.Show(Fees.Postage)} that stay with the inscription";
    }

    private static string Line(string name, Transaction transaction, ulong fee)
    {
        var weight = Fees.Weight(transaction.StrippedSize, transaction.Raw.Length);
        return $"{name,-12} {transaction.TxId}, {Fees.VirtualSize(weight)} vB, fee {Fees.Show(fee)}";
    }
}
