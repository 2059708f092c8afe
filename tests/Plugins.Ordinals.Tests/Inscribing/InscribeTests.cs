using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests.Inscribing;

/// <summary><c>goat inscribe</c>, against a scripted node with a wallet that checks what it is given.</summary>
public sealed class InscribeTests : IAsyncLifetime, IDisposable
{
    private const string Manifest =
        """{"p":"goat","op":"model","v":1,"name":"tiny","magnet":"magnet:?xt=urn:btih:cf70e3a9a370c798fd54f06dd8853ace15b30acf"}""";

    private readonly TempFolder _folder = new();
    private ScriptedWallet? _wallet;

    private ScriptedWallet Wallet => _wallet!;

    public async Task InitializeAsync()
    {
        _wallet = await ScriptedWallet.StartAsync();
        await File.WriteAllTextAsync(_folder["m.json"], Manifest);
    }

    public async Task DisposeAsync() => await Wallet.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_manifest_is_inscribed_by_two_transactions_that_the_node_checked_first()
    {
        var output = new FakeOutput { Answer = true };
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, output, _folder["m.json"], "--fee-rate", "5"));

        Assert.Equal(2, Wallet.Sent.Count);
        var (commit, reveal) = (Wallet.Sent[0], Wallet.Sent[1]);
        var inscription = Assert.Single(InscriptionReader.Read(reveal));
        Assert.Equal(Manifest, System.Text.Encoding.UTF8.GetString(inscription.Body!.Value.Span));
        Assert.Equal(("application/json", "goat"), (inscription.ContentType, inscription.Metaprotocol));
        Assert.Null(inscription.StaticCurse);
        // The change comes first in the commit.
        Assert.Equal(new OutPoint(commit.TxId, 1), Assert.Single(reveal.Inputs).Previous);
        Assert.Equal(10_000ul, Assert.Single(reveal.Outputs).Value);
        Assert.Equal(Wallet.Script.Span, reveal.Outputs[0].Script.Span);
        var size = (reveal.StrippedSize * 3 + reveal.Raw.Length + 3) / 4;
        Assert.Equal((ulong)(5 * size), commit.Outputs[1].Value - 10_000);

        Assert.Contains(output.Lines, line => line.StartsWith($"commit       {commit.TxId}, 154 vB, fee 775 sat", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.StartsWith($"reveal       {reveal.TxId}, {size} vB, fee {5 * size} sat", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.StartsWith($"total fee    {775 + 5 * size} sat", StringComparison.Ordinal));
        Assert.Contains("regtest", Assert.Single(output.Questions), StringComparison.Ordinal);
        Assert.True(Index("testmempoolaccept") < Index("sendrawtransaction"));
        Assert.Equal([$"{reveal.TxId}:0"], Wallet.Locked);
    }

    [Fact]
    public async Task What_was_inscribed_is_proven_beside_its_commit_by_scan()
    {
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, new(), _folder["m.json"], "--yes"));
        var output = new FakeOutput();
        var (commit, reveal) = (Hex(Wallet.Sent[0]), Hex(Wallet.Sent[1]));
        string[] arguments = ["--json", "--network", "regtest", "--tx-hex", reveal, "--commit-hex", commit];
        Assert.Equal(0, await stage.Command("scan").RunAsync(arguments, output, default));
        Assert.Equal("ok", ScanLines.Read(Assert.Single(output.Lines)).Text("script_path"));
    }

    [Fact]
    public async Task A_file_of_many_pushes_is_inscribed_byte_for_byte()
    {
        var bytes = new byte[1_561];
        new Random(7).NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder["picture.png"], bytes);
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, new(), _folder["picture.png"], "--yes"));
        var inscription = Assert.Single(InscriptionReader.Read(Wallet.Sent[1]));
        Assert.Equal(bytes, inscription.Body!.Value.Span);
        Assert.Equal(("image/png", null), (inscription.ContentType, inscription.Metaprotocol));
        Assert.False(inscription.PushNumber);
    }

    [Fact]
    public async Task A_child_spends_its_parents_coin_and_gives_it_back_and_so_does_the_next_one()
    {
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, new(), _folder["m.json"], "--yes"));
        var parent = new InscriptionId(Wallet.Sent[1].TxId, 0);
        foreach (var coin in new[] { new OutPoint(parent.TxId, 0), default })
        {
            Wallet.Sent.Clear();
            Wallet.Locked.Clear();
            Assert.Equal(0, await RunAsync(stage, new(), _folder["m.json"], "--yes", "--parent", $"{parent}"));
            var reveal = Wallet.Sent[1];
            if (coin != default) Assert.Equal(coin, reveal.Inputs[0].Previous);
            else Assert.NotEqual(parent.TxId, reveal.Inputs[0].Previous.TxId);
            Assert.Equal([10_000ul, 10_000ul], reveal.Outputs.Select(output => output.Value));
            var child = Assert.Single(InscriptionReader.Read(reveal));
            Assert.Equal((parent, 1), (Assert.Single(child.Parents), child.Input));
            // The parent's coin was kept from paying for the commit, and is not kept any longer.
            Assert.Equal([$"{reveal.TxId}:0", $"{reveal.TxId}:1"], Wallet.Locked.Order());
            Assert.True(LastIndex("lockunspent", "true") > LastIndex("walletcreatefundedpsbt"));
        }
    }

    [Fact]
    public async Task A_dry_run_asks_the_node_and_sends_and_keeps_nothing()
    {
        var output = new FakeOutput();
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, output, _folder["m.json"], "--dry-run"));
        Assert.Equal(1, Wallet.Asked("testmempoolaccept"));
        Assert.Equal(0, Wallet.Asked("sendrawtransaction"));
        Assert.Empty(Records(stage));
        Assert.Contains(output.Lines, line => line.Contains("nothing was sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    public async Task Nothing_is_sent_without_a_yes(bool? answer)
    {
        using var stage = Stage();
        var run = RunAsync(stage, new() { Answer = answer }, _folder["m.json"]);
        if (answer is null) Assert.Contains("--yes", (await Assert.ThrowsAsync<GoatException>(() => run)).Message, StringComparison.Ordinal);
        else Assert.Equal(1, await run);
        Assert.Empty(Wallet.Sent);
        Assert.Empty(Records(stage));
    }

    [Fact]
    public async Task Mainnet_must_be_typed_and_the_node_must_be_on_the_network()
    {
        using var real = new OrdinalsStage(("network", "mainnet"), ("rpc", Wallet.Url), ("rpcUser", "u"), ("rpcPassword", "p"));
        Assert.Contains("--network mainnet", await MessageAsync(real, _folder["m.json"], "--yes"), StringComparison.Ordinal);
        Assert.Contains("--network mainnet", await MessageAsync(real, "--resume"), StringComparison.Ordinal);
        Assert.Empty(Wallet.Calls);
        Assert.Contains("is on regtest", await MessageAsync(real, _folder["m.json"], "--network", "mainnet", "--yes"), StringComparison.Ordinal);
        Assert.Equal(["getblockchaininfo"], Wallet.Calls.Select(call => call.Method));
        using var stage = Stage();
        Assert.Contains("there is no network", await MessageAsync(stage, _folder["m.json"], "--network", "moonnet"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_wallet_that_is_named_is_asked()
    {
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, new(), _folder["m.json"], "--yes", "--wallet", "my coins"));
        Assert.All(Wallet.Calls, call => Assert.Equal("/wallet/my coins", call.Path));
    }

    [Theory]
    [InlineData("walletcreatefundedpsbt", -6, "Insufficient funds", "Insufficient funds")]
    [InlineData("walletprocesspsbt", -13, "Error: Please enter the wallet passphrase with walletpassphrase first.", "unlock it")]
    [InlineData("getnewaddress", -18, "Requested wallet does not exist or is not loaded", "loadwallet")]
    [InlineData("getnewaddress", -19, "Wallet file not specified", "--wallet")]
    public async Task What_the_wallet_cannot_do_is_told_and_nothing_sent(string method, int code, string message, string told)
    {
        Wallet.Instead[method] = () => ScriptedWallet.Error(code, message);
        using var stage = Stage();
        Assert.Contains(told, await MessageAsync(stage, _folder["m.json"], "--yes"), StringComparison.Ordinal);
        Assert.Empty(Wallet.Sent);
        Assert.Empty(Records(stage));
    }

    [Fact]
    public async Task A_manifest_that_breaks_a_rule_is_refused_before_any_node_is_asked()
    {
        using var stage = Stage();
        foreach (var (name, text) in new[]
        {
            ("climbs.json", Manifest.Replace("tiny", "../tiny", StringComparison.Ordinal)),
            ("later.json", Manifest.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)),
            ("other.json", Manifest.Replace("\"model\"", "\"poem\"", StringComparison.Ordinal)),
            ("cut.json", Manifest[..^1]),
        })
        {
            await File.WriteAllTextAsync(_folder[name], text);
            var error = await Assert.ThrowsAsync<RefusedException>(() => RunAsync(stage, new(), _folder[name], "--yes"));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
        Assert.Empty(Wallet.Calls);
    }

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(397_800, "would weigh")]
    [InlineData(500_000, "500000 bytes")]
    public async Task What_cannot_be_a_transaction_is_refused_before_any_node_is_asked(int length, string told)
    {
        await File.WriteAllBytesAsync(_folder["x.bin"], new byte[length]);
        using var stage = Stage();
        Assert.Contains(told, await MessageAsync(stage, _folder["x.bin"], "--yes"), StringComparison.Ordinal);
        Assert.Contains("none.bin", await MessageAsync(stage, _folder["none.bin"], "--yes"), StringComparison.Ordinal);
        Assert.Empty(Wallet.Calls);
    }

    [Fact]
    public async Task The_largest_that_nodes_pass_on_is_inscribed()
    {
        await File.WriteAllBytesAsync(_folder["x.bin"], new byte[396_000]);
        using var stage = Stage();
        Assert.Equal(0, await RunAsync(stage, new(), _folder["x.bin"], "--yes"));
        Assert.Equal(396_000, Assert.Single(InscriptionReader.Read(Wallet.Sent[1])).Body!.Value.Length);
    }

    [Fact]
    public async Task A_parent_that_is_not_the_wallets_is_told()
    {
        using var stage = Stage();
        var id = new string('a', 64);
        var message = await MessageAsync(stage, _folder["m.json"], "--yes", "--parent", id);
        Assert.Contains("must be in this wallet", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_node_would_not_take_is_not_sent()
    {
        Wallet.Refusal = "min relay fee not met";
        using var stage = Stage();
        Assert.Contains("would not take the commit: min relay fee not met", await MessageAsync(stage, _folder["m.json"], "--yes"), StringComparison.Ordinal);
        Assert.Empty(Wallet.Sent);
        Assert.Empty(Records(stage));
    }

    [Fact]
    public async Task A_wallet_that_pays_something_else_is_caught()
    {
        using var stage = Stage();
        Wallet.Underpays = true;
        Assert.Contains("nothing was sent", await MessageAsync(stage, _folder["m.json"], "--yes"), StringComparison.Ordinal);
        Assert.Empty(Wallet.Sent);
    }

    [Theory]
    [InlineData]
    [InlineData("a", "--fee-rate", "0")]
    [InlineData("a", "--fee-rate", "20000")]
    [InlineData("a", "--fee-rate", "1.2345")]
    [InlineData("a", "--parent", "x")]
    [InlineData("a", "b")]
    [InlineData("a", "--resume")]
    [InlineData("a", "--what")]
    public async Task Wrong_usage_is_told_with_the_right_one(params string[] arguments)
    {
        var output = new FakeOutput();
        using var stage = Stage();
        Assert.Equal(2, await RunAsync(stage, output, arguments));
        Assert.Contains(output.Lines, line => line.StartsWith("Usage:", StringComparison.Ordinal));
    }

    private OrdinalsStage Stage() => new(("network", "regtest"), ("rpc", Wallet.Url), ("rpcUser", "u"), ("rpcPassword", "p"));

    private int LastIndex(string method, string first = "") =>
        Wallet.Calls.FindLastIndex(call => call.Method == method && call.Parameters[0]!.ToJsonString().StartsWith(first, StringComparison.Ordinal));

    private int Index(string method) => Wallet.Calls.FindIndex(call => call.Method == method);

    private static Task<int> RunAsync(OrdinalsStage stage, FakeOutput output, params string[] arguments) =>
        stage.Command("inscribe").RunAsync(arguments, output, default);

    private static async Task<string> MessageAsync(OrdinalsStage stage, params string[] arguments) =>
        (await Assert.ThrowsAnyAsync<GoatException>(() => RunAsync(stage, new(), arguments))).Message;

    private static string[] Records(OrdinalsStage stage) =>
        Directory.Exists(Path.Combine(stage.DataDirectory, "inscribing")) ? Directory.GetFiles(Path.Combine(stage.DataDirectory, "inscribing")) : [];

    private static string Hex(Transaction transaction) => Convert.ToHexStringLower(transaction.Raw.Span);
}
