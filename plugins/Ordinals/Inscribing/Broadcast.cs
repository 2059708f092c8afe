using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Sends what a record holds, from wherever it stopped: whoever runs it twice does no harm.</summary>
internal sealed class Broadcast(NodeWallet wallet, ICommandOutput output)
{
    public async Task RunAsync(string path, RecoveryRecord record, CancellationToken ct)
    {
        var (commit, reveal) = (record.CommitTransaction!, record.RevealTransaction!);
        if (await wallet.ConfirmationsAsync(reveal.TxId, ct) is > 0 and var blocks)
        {
            RecoveryFolder.Forget(path);
            output.Text($"inscription {record.Inscription} is mined, {blocks} deep; its key and its record are deleted");
            return;
        }
        var standing = await wallet.ConfirmationsAsync(commit.TxId, ct);
        if (standing is < 0)
        {
            throw new GoatException(
                $"Inscription {record.Inscription} cannot be made: another transaction spent the coins of its commit {commit.TxId}. "
                + $"Nothing was inscribed; delete {path}.");
        }
        if (standing is null or 0 && await wallet.SendAsync(commit, ct) is { } refusal)
        {
            throw new GoatException(
                $"Sending the commit {commit.TxId} failed: {refusal}. Nothing was inscribed; goat inscribe --resume tries again, "
                + $"and if its coins were spent otherwise delete {path}.");
        }
        output.Text($"commit {commit.TxId} is sent");
        if (await wallet.SendAsync(reveal, ct) is { } why)
        {
            throw new GoatException(
                $"Sending the reveal {reveal.TxId} failed: {why}. Its commit is sent; goat inscribe --resume tries again, "
                + $"with what is kept in {path}.");
        }
        output.Text($"reveal {reveal.TxId} is sent");
        foreach (var coin in record.Inscribed)
        {
            // The node's wallet sees plain coins there, and would pay with them.
            if (await wallet.LockAsync(coin, persistent: true, ct) == LockOutcome.Refused)
            {
                output.Text($"Warning: the wallet may spend {coin}, which holds an inscription; lock it there.");
            }
        }
        output.Text($"inscription {record.Inscription} waits to be mined; then goat inscribe --resume deletes its key, kept in {path}");
    }
}
