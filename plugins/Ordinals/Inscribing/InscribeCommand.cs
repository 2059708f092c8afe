using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary><c>goat inscribe</c>: puts a manifest or a file on the chain, through a wallet of a Bitcoin Core node.</summary>
internal sealed class InscribeCommand(
    OrdinalsSettings settings, RoadHttp http, RecoveryFolder folder, IDescriptionReader descriptions, TimeProvider clock) : ICommand
{
    private const int Done = 0, ExitFailed = 1, ExitUsage = 2;

    // What a node without an estimate is asked to pay where coins cost nothing.
    private const decimal TestRate = 2;

    public string Name => "inscribe";

    public string Summary => "Inscribes a manifest or a file through a Bitcoin Core wallet (--dry-run sends nothing, --resume finishes).";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        if (ICommandOptions<InscribeOptions>.Read(arguments, output) is not { } options) return ExitUsage;
        var network = NetworkOf(options);
        if (options.Resume)
        {
            return await new Resumption(folder, network, output).RunAsync(name => Open(options.Wallet ?? name, network), ct);
        }
        var content = await InscribedContent.ReadAsync(options.File!, descriptions, ct);
        RevealDraft.CheckWeight(content, options.Parent);
        return await InscribeAsync(options, network, content, output, ct);
    }

    private async Task<int> InscribeAsync(
        InscribeOptions options, Network network, InscribedContent content, ICommandOutput output, CancellationToken ct)
    {
        var wallet = Open(options.Wallet, network);
        await wallet.CheckNetworkAsync(ct);
        var rate = options.FeeRate ?? await EstimateAsync(wallet, network, ct);
        var inscriber = new Inscriber(wallet, network);
        var pair = await inscriber.MakeAsync(content, options.Parent, rate, ct);
        output.Text($"network      {network.Name}, by {wallet.Name}, at {rate:0.###} sat/vB");
        foreach (var line in pair.Lines(content)) output.Text(line);
        await inscriber.TestAsync(pair, ct);
        if (options.DryRun)
        {
            output.Text("The node would take both. This was a dry run: nothing was sent, and their key is forgotten.");
            return Done;
        }
        if (!options.Yes && !await ConfirmAsync(pair, network, output, ct)) return ExitFailed;
        var record = Record(pair, network, options.Wallet);
        await new Broadcast(wallet, output).RunAsync(await folder.KeepAsync(record, ct), record, ct);
        return Done;
    }

    private static async Task<bool> ConfirmAsync(InscriptionPair pair, Network network, ICommandOutput output, CancellationToken ct)
    {
        var question = $"Send both to {network.Name}, for a fee of {Fees.Show(pair.Fee)}? It cannot be taken back.";
        var answer = await output.ConfirmAsync(question, ct)
            ?? throw new GoatException("Nothing was sent: there is no terminal to ask at; add --yes to send without a question.");
        if (!answer) output.Text("Nothing was sent.");
        return answer;
    }

    private RecoveryRecord Record(InscriptionPair pair, Network network, string? wallet) => new RecoveryRecord
    {
        Inscription = pair.Id.ToString(),
        Network = network.Name,
        Wallet = wallet,
        Time = clock.GetUtcNow(),
        Key = Convert.ToHexStringLower(pair.Key.ToBytes()),
        Descriptor = $"rawtr({WalletImport.Encode(pair.Key.Tweak(pair.Output.LeafHash), network)})",
        Commit = Convert.ToHexStringLower(pair.Commit.Raw.Span),
        Reveal = Convert.ToHexStringLower(pair.Reveal.Raw.Span),
    }.Opened()!;

    private Network NetworkOf(InscribeOptions options)
    {
        var name = options.Network ?? settings.Network;
        var network = Network.Find(name) ?? throw new GoatException($"There is no network {name}: it must be one of {Network.Names}.");
        return network.IsMoney && options.Network is null
            ? throw new GoatException(
                $"Inscribing on {network.Name} costs real money, so it is done only when it is asked for: type --network {network.Name}.")
            : network;
    }

    private NodeWallet Open(string? name, Network network)
    {
        var road = settings.Roads.FirstOrDefault(road => road.Kind == RoadSettings.Rpc)
            ?? throw new GoatException(
                "Inscribing needs a Bitcoin Core node with a wallet, and none is set: give the ordinals plugin \"rpc\" (its URL) and "
                + "\"rpcCookie\" in plugins.json.");
        return new(RpcClient.Open(name is null ? road : road with { Wallet = name }, network, http), network);
    }

    private static async Task<decimal> EstimateAsync(NodeWallet wallet, Network network, CancellationToken ct)
    {
        if (await wallet.EstimateAsync(ct) is { } rate) return rate;
        return network.IsMoney
            ? throw new GoatException($"{wallet.Name} has no estimate of fees yet; type --fee-rate with satoshi for a virtual byte.")
            : TestRate;
    }
}
