using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Finishes the inscriptions of a network that were begun, each on its own, and tells of those that it cannot.</summary>
internal sealed class Resumption(RecoveryFolder folder, Network network, ICommandOutput output)
{
    private const int Done = 0, ExitFailed = 1;

    public async Task<int> RunAsync(Func<string?, NodeWallet> open, CancellationToken ct)
    {
        var (code, seen) = (Done, 0);
        foreach (var (path, record) in await folder.ReadAsync(ct))
        {
            if (record is not null && record.Network != network.Name)
            {
                output.Text($"{record}: type --network {record.Network} for this one");
                continue;
            }
            seen++;
            try
            {
                if (record is null)
                {
                    throw new GoatException(
                        $"{path} is no whole record; if it was cut off while it was written nothing was sent for it, and it may be deleted.");
                }
                output.Text($"{record}");
                var wallet = open(record.Wallet);
                await wallet.CheckNetworkAsync(ct);
                await new Broadcast(wallet, output).RunAsync(path, record, ct);
            }
            catch (GoatException error)
            {
                // What one of them met does not keep the others waiting.
                output.Text(error.Message);
                code = ExitFailed;
            }
        }
        if (seen == 0) output.Text($"No inscription of {network.Name} was interrupted.");
        return code;
    }
}
