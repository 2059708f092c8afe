using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Reads the inscriptions of one transaction that came without its block.</summary>
internal static class SingleTransaction
{
    public static async Task<IReadOnlyList<ScanLine>> ReadAsync(ScanOptions options, Network network, CancellationToken ct)
    {
        var reveal = await TransactionAsync("--tx-hex", options.TxHex!, ct);
        var scripts = options.Prevouts.Select(hex => (ReadOnlyMemory<byte>)Hex("--prevout", hex)).ToList();
        if (scripts.Count > reveal.Inputs.Count)
        {
            throw new GoatException(
                $"Reading --prevout failed: {scripts.Count} scripts were given, and the transaction has {reveal.Inputs.Count} inputs.");
        }
        var commits = new Dictionary<Hash256, Transaction>();
        foreach (var hex in options.Commits)
        {
            var commit = await TransactionAsync("--commit-hex", hex, ct);
            commits[commit.TxId] = commit;
        }
        var judge = new RevealJudge(new() { Network = network, Reveal = reveal, Funding = Funding(reveal, commits) });
        return [.. judge.Inscriptions.Select(one => ScanLine.Of(one, Judge(judge, one, reveal, scripts)))];
    }

    private static Dictionary<OutPoint, Funding> Funding(Transaction reveal, Dictionary<Hash256, Transaction> commits)
    {
        var found = new Dictionary<OutPoint, Funding>();
        foreach (var previous in reveal.Inputs.Select(input => input.Previous))
        {
            if (commits.TryGetValue(previous.TxId, out var commit)) found[previous] = new(commit, null);
            // A transaction that is not the one spent from is refused, not passed over.
            else if (commits.Count > 0 && reveal.Inputs.Count == 1) found[previous] = new(commits.Values.First(), null);
        }
        return found;
    }

    /// <summary>A script that a person gave is checked as given; whether it is the real one, only its transaction shows.</summary>
    private static Verdict Judge(RevealJudge judge, Inscription inscription, Transaction reveal, List<ReadOnlyMemory<byte>> scripts)
    {
        var verdict = judge.Judge(inscription);
        if (verdict.ScriptPath.Outcome != StepOutcome.Absent || inscription.Input >= scripts.Count) return verdict;
        var step = ScriptPathStep.Judge(reveal, inscription.Input, new(null, scripts[inscription.Input]));
        var check = ScriptPath.Check(scripts[inscription.Input].Span, reveal.Inputs[inscription.Input].Witness);
        return verdict with
        {
            ScriptPath = check.Verdict is ScriptPathVerdict.Ok ? StepVerdict.Ok("the leaf opens the script that was given") : step.Verdict,
            Doubt = step.Doubt,
        };
    }

    private static async Task<Transaction> TransactionAsync(string option, string text, CancellationToken ct)
    {
        if (text is ['@', .. var path]) text = await ReadFileAsync(option, path, ct);
        return Transaction.TryRead(Hex(option, text), out var transaction)
            ? transaction
            : throw new GoatException(
                $"Reading {option} failed: its bytes are not a transaction; give it in hex, as a node's getrawtransaction does.");
    }

    private static async Task<string> ReadFileAsync(string option, string path, CancellationToken ct)
    {
        try
        {
            if (new FileInfo(path).Length > 2 * Block.MaximumSize + 2)
            {
                throw new GoatException($"Reading {option} failed: {path} is longer than any transaction; give the hex of one.");
            }
            return await File.ReadAllTextAsync(path, ct);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading {option} failed: {error.Message}", error);
        }
    }

    private static byte[] Hex(string option, string text)
    {
        var digits = text.AsSpan().Trim();
        var bytes = new byte[digits.Length / 2];
        return digits.Length % 2 == 0 && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : throw new GoatException($"Reading {option} failed: it is not hex.");
    }
}
