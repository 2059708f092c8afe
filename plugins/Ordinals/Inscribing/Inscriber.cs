using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Makes the two transactions of an inscription, and sends nothing.</summary>
internal sealed class Inscriber(NodeWallet wallet, Network network)
{
    public async Task<InscriptionPair> MakeAsync(InscribedContent content, InscriptionId? parent, decimal feeRate, CancellationToken ct)
    {
        var held = parent is { } id ? await new ParentSearch(wallet).FindAsync(id, ct) : null;
        var draft = new RevealDraft(SecretKey.Generate(), content, held, await wallet.NewScriptAsync(ct), feeRate);
        var commit = await FundAsync(draft, held, feeRate, ct);
        var reveal = draft.Sign(new(commit.Transaction.TxId, IndexOf(draft, commit.Transaction)));
        if (held is not null) reveal.Inputs[0].Witness = await wallet.SignAsync(reveal, draft.Spent, 0, ct);
        reveal = Transaction.Build(reveal.Version, reveal.Inputs, reveal.Outputs);
        var pair = new InscriptionPair(draft.Key, commit.Transaction, commit.Fee, reveal, draft.Fee, draft.Output);
        Prove(pair, content, held);
        return pair;
    }

    /// <summary>Has the node say that it would take both.</summary>
    public async Task TestAsync(InscriptionPair pair, CancellationToken ct)
    {
        var verdicts = await wallet.TestAsync([pair.Commit, pair.Reveal], ct);
        foreach (var (verdict, name, fee) in new[] { (verdicts[0], "commit", pair.CommitFee), (verdicts[1], "reveal", pair.RevealFee) })
        {
            if (verdict.Refusal is { } refusal)
            {
                throw new GoatException($"{wallet.Name} would not take the {name}: {refusal}. Nothing was sent.");
            }
            if (verdict.Fee is { } counted && counted != fee)
            {
                throw new GoatException(
                    $"{wallet.Name} counts a fee of {counted} sat for the {name}, and it was to be {fee} sat. "
                    + "Nothing was sent; check the node.");
            }
        }
    }

    private async Task<FundedTransaction> FundAsync(RevealDraft draft, HeldParent? held, decimal feeRate, CancellationToken ct)
    {
        // The wallet takes any coin to pay with, and the parent's is one of them.
        var locked = held is not null && await wallet.LockAsync(held.Coin, persistent: false, ct) == LockOutcome.Locked;
        try
        {
            var commit = await wallet.FundAsync(draft.Output.Script, draft.Value, feeRate, ct);
            return held is null || commit.Transaction.Inputs.All(input => input.Previous != held.Coin)
                ? commit
                : throw new GoatException(
                    $"{wallet.Name} paid the commit with the coin of the parent {held.Id}; lock {held.Coin} there, and try again.");
        }
        finally
        {
            if (locked) await wallet.UnlockAsync(held!.Coin, CancellationToken.None);
        }
    }

    // The wallet puts its change where it likes.
    private uint IndexOf(RevealDraft draft, Transaction commit)
    {
        var fitting = commit.Outputs.Index().Where(item => item.Item.Script.Span.SequenceEqual(draft.Output.Script.Span)).ToList();
        return fitting is [var (index, output)] && output.Value == draft.Value
            ? (uint)index
            : throw new GoatException(
                $"{wallet.Name} made a commit that does not pay {draft.Value} sat to the inscription's output; nothing was sent.");
    }

    /// <summary>What will be read by everybody is read here first, by the same code that judges other people's inscriptions.</summary>
    private void Prove(InscriptionPair pair, InscribedContent content, HeldParent? held)
    {
        var spent = pair.Reveal.Inputs[^1].Previous;
        var evidence = new RevealEvidence
        {
            Network = network,
            Reveal = pair.Reveal,
            Funding = new Dictionary<OutPoint, Funding> { [spent] = new(pair.Commit, null) },
        };
        var judge = new RevealJudge(evidence);
        var isRight = judge.Inscriptions is [{ Body: { } body } one] && body.Span.SequenceEqual(content.Bytes.Span)
            && one.ContentType == content.MediaType && one.Metaprotocol == content.Metaprotocol
            && one.Parents.SequenceEqual(held is null ? [] : [held.Id]) && judge.Judge(one).ScriptPath.IsOk;
        if (!isRight)
        {
            throw new GoatException(
                "The reveal that was made does not read back as it should, so nothing was sent; "
                + "this is a fault of this program, please report it.");
        }
        var weight = Fees.Weight(pair.Reveal.StrippedSize, pair.Reveal.Raw.Length);
        if (weight <= Fees.MaximumWeight) return;
        throw new GoatException($"The reveal weighs {weight} units, more than nodes pass on, so nothing was sent.");
    }
}
