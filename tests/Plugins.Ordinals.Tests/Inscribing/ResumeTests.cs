using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests.Inscribing;

/// <summary>Inscriptions that were broken off between their two transactions.</summary>
public sealed class ResumeTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ScriptedWallet? _wallet;
    private OrdinalsStage? _stage;

    private ScriptedWallet Wallet => _wallet!;

    private OrdinalsStage Stage => _stage!;

    public async Task InitializeAsync()
    {
        _wallet = await ScriptedWallet.StartAsync();
        _stage = new(("network", "regtest"), ("rpc", Wallet.Url), ("rpcUser", "u"), ("rpcPassword", "p"));
        await File.WriteAllTextAsync(_folder["a.txt"], "hello goat");
    }

    public async Task DisposeAsync()
    {
        Stage.Dispose();
        await Wallet.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_breaks_off_at_either_transaction_is_finished_by_resuming(int sentBefore)
    {
        var attempts = 0;
        Wallet.Passes = method => method != "sendrawtransaction" || attempts++ < sentBefore;
        await Assert.ThrowsAsync<GoatException>(() => InscribeAsync());
        Assert.Equal(sentBefore, Wallet.Sent.Count);
        var record = await File.ReadAllTextAsync(Assert.Single(Records()));

        Wallet.Passes = _ => true;
        var output = new FakeOutput();
        Assert.Equal(0, await ResumeAsync(output));
        var reveal = Wallet.Sent[^1];
        Assert.Equal(Wallet.Sent[^2].TxId, reveal.Inputs[0].Previous.TxId);
        Assert.Contains($"{reveal.TxId}i0", record, StringComparison.Ordinal);
        Assert.Contains(output.Lines, line => line.Contains($"reveal {reveal.TxId} is sent", StringComparison.Ordinal));
        // It is not mined yet, so what would recover it stays.
        Assert.Single(Records());
    }

    [Fact]
    public async Task A_mined_reveal_ends_it_and_its_key_is_deleted()
    {
        Assert.Equal(0, await InscribeAsync());
        foreach (var transaction in Wallet.Sent) Wallet.Mined.Add(transaction.TxId);
        var output = new FakeOutput();
        Assert.Equal(0, await ResumeAsync(output));
        Assert.Contains(output.Lines, line => line.Contains("is mined, 2 deep", StringComparison.Ordinal));
        Assert.Empty(Records());
        Assert.Equal(2, Wallet.Sent.Count);
        Assert.Equal(0, await ResumeAsync(output));
        Assert.Contains(output.Lines, line => line.Contains("No inscription of regtest was interrupted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_commit_that_is_mined_is_not_sent_again()
    {
        var attempts = 0;
        Wallet.Passes = method => method != "sendrawtransaction" || attempts++ < 1;
        await Assert.ThrowsAsync<GoatException>(() => InscribeAsync());
        Wallet.Passes = _ => true;
        Wallet.Mined.Add(Wallet.Sent[0].TxId);
        Assert.Equal(0, await ResumeAsync(new()));
        Assert.Equal(2, Wallet.Sent.Count);
    }

    [Fact]
    public async Task A_refused_reveal_is_told_and_its_record_kept()
    {
        var attempts = 0;
        Wallet.Instead["sendrawtransaction"] = () => attempts++ < 1 ? null : ScriptedWallet.Error(-26, "min relay fee not met");
        var error = await Assert.ThrowsAsync<GoatException>(() => InscribeAsync());
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
        var output = new FakeOutput();
        Assert.Equal(1, await ResumeAsync(output));
        Assert.Contains(output.Lines, line => line.Contains("min relay fee not met", StringComparison.Ordinal));
        Assert.Single(Records());
    }

    [Fact]
    public async Task The_record_is_its_owners_alone_and_no_key_is_ever_shown()
    {
        var output = new FakeOutput();
        Assert.Equal(0, await InscribeAsync(output));
        Assert.Equal(0, await ResumeAsync(output));
        var path = Assert.Single(Records());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var record = Chains.Json(path);
        Assert.Equal(("regtest", 64), (record.Text("network"), record.Text("key").Length));
        Assert.Equal(record.Text("reveal"), Convert.ToHexStringLower(Wallet.Sent[1].Raw.Span));
        Assert.StartsWith("rawtr(c", record.Text("descriptor"), StringComparison.Ordinal);
        foreach (var secret in new[] { record.Text("key"), record.Text("descriptor")[6..^1] })
        {
            Assert.DoesNotContain(output.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(Wallet.Calls, call => call.Parameters.ToJsonString().Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_record_that_was_cut_off_and_one_of_another_network_do_not_keep_the_others_waiting()
    {
        Assert.Equal(0, await InscribeAsync());
        var path = Assert.Single(Records());
        var text = await File.ReadAllTextAsync(path);
        var folder = Path.GetDirectoryName(path)!;
        await File.WriteAllTextAsync(Path.Combine(folder, "0.json"), text[..100]);
        await File.WriteAllTextAsync(Path.Combine(folder, "1.json"), text.Replace("\"regtest\"", "\"signet\"", StringComparison.Ordinal));
        var output = new FakeOutput();
        Assert.Equal(1, await ResumeAsync(output));
        Assert.Contains(output.Lines, line => line.Contains("no whole record", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.Contains("--network signet", StringComparison.Ordinal));
        Assert.Contains(output.Lines, line => line.StartsWith("reveal ", StringComparison.Ordinal));
    }

    private Task<int> InscribeAsync(FakeOutput? output = null) =>
        Stage.Command("inscribe").RunAsync([_folder["a.txt"], "--yes"], output ?? new(), default);

    private Task<int> ResumeAsync(FakeOutput output) => Stage.Command("inscribe").RunAsync(["--resume"], output, default);

    private string[] Records() => Directory.GetFiles(Path.Combine(Stage.DataDirectory, "inscribing"));
}
