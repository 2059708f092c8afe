using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Locations;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Writes what a scan found. Where the whole chain is read, lines wait for its end: only there an inscription's last place is known.</summary>
internal sealed class ScanWriter(ICommandOutput output, bool json, InscriptionLocations? locations)
{
    private readonly List<ScanLine> _waiting = [];
    private InscriptionLocations? _locations = locations;
    private string? _flaw;
    private int _flaws;

    public int Count { get; private set; }

    public void Write(BlockFindings findings)
    {
        if (findings.Flaw is { } flaw) Refuse($"block {findings.Hash}: {flaw}");
        if (_locations is { } following && findings is { Block: { } block, Height: { } height })
        {
            following.Take(block, height);
            if (following.IsFull) GiveUp();
        }
        foreach (var line in findings.Lines) Write(line);
    }

    public void Write(ScanLine line)
    {
        Count++;
        foreach (var step in (ReadOnlySpan<string>)[line.ScriptPath, line.Merkle, line.Header, line.Witness])
        {
            if (step.StartsWith("refused", StringComparison.Ordinal)) Refuse($"inscription {line.Id}: {step["refused: ".Length..]}");
        }
        if (_locations is null) Print(line);
        else _waiting.Add(line);
    }

    /// <summary>Writes what waited, and refuses what has to be refused: everything was shown before.</summary>
    public void Finish()
    {
        foreach (var line in _waiting)
        {
            Print(InscriptionId.TryParse(line.Id, out var id) && _locations?.Find(id) is { } located ? line.With(located) : line);
        }
        _waiting.Clear();
        if (_flaw is null) return;
        var more = _flaws > 1 ? $" (and {_flaws - 1} more)" : "";
        throw new RefusedException($"The scan found what does not hold{more}: {_flaw}.");
    }

    private void Refuse(string flaw)
    {
        _flaw ??= flaw;
        _flaws++;
    }

    private void GiveUp()
    {
        _locations = null;
        foreach (var line in _waiting) Print(line);
        _waiting.Clear();
    }

    private void Print(ScanLine line)
    {
        if (json) output.Text(JsonSerializer.Serialize(line, ScanJson.Default.ScanLine));
        else output.Text($"{line.Id}  {line.Level}  {line.Height}  {line.ContentLength ?? 0} bytes  {ShownText.Of(line.ContentType, "-")}");
    }
}
