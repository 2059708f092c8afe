using System.Text.Json;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>What a node says to a transaction before it is sent.</summary>
/// <param name="Refusal">Why it would not take it; null when it would.</param>
/// <param name="Fee">The fee that it counted, where it told.</param>
internal sealed record Acceptance(string? Refusal, ulong? Fee)
{
    /// <summary>Reads the answer of <c>testmempoolaccept</c>; null unless it speaks of each transaction in turn.</summary>
    public static IReadOnlyList<Acceptance>? Read(JsonElement answer, IReadOnlyList<Transaction> transactions)
    {
        if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() != transactions.Count) return null;
        var read = new List<Acceptance>();
        foreach (var (item, transaction) in answer.EnumerateArray().Zip(transactions))
        {
            var one = RpcAnswer.Of(item);
            if (one.TextOf("txid") != transaction.TxId.ToString()) return null;
            var fee = one.MemberOf("fees") is { } fees ? RpcAnswer.Of(fees).DecimalOf("base") : null;
            read.Add(new(one.IsTrue("allowed") ? null : Reason(one), fee is { } coins ? Fees.FromCoins(coins) : null));
        }
        return read;
    }

    // A transaction that was not looked at, because the one before it failed, has neither verdict nor reason.
    private static string Reason(RpcAnswer one) =>
        ShownText.Of(one.TextOf("package-error") ?? one.TextOf("reject-details") ?? one.TextOf("reject-reason"), "it gives no reason");
}
