using System.Globalization;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>A block that was searched, with the models found in it.</summary>
internal sealed record ScannedBlock(int Height, Hash256 Hash, IReadOnlyList<InscriptionId> Found);

/// <summary>How far a search came: the last blocks, newest first, so that a reorganisation shows, and what it takes back is known.</summary>
/// <remarks>As text: <c>1 height hash[+id…] hash[+id…] …</c>.</remarks>
internal sealed record ScanCursor(IReadOnlyList<ScannedBlock> Blocks)
{
    /// <summary>Deeper reorganisations have never been seen on mainnet; after one the search begins anew.</summary>
    public const int Window = 100;

    private const string Version = "1";

    public static ScanCursor Start { get; } = new([]);

    /// <summary>Reads a cursor; one that is not readable begins anew.</summary>
    public static ScanCursor Parse(string? text)
    {
        var parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 3 or > Window + 2 || parts[0] != Version
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            return Start;
        }
        var blocks = new List<ScannedBlock>();
        foreach (var part in parts[2..])
        {
            var names = part.Split('+');
            var ids = new List<InscriptionId>();
            if (!Hash256.TryParse(names[0], out var hash)) return Start;
            foreach (var name in names[1..])
            {
                if (!InscriptionId.TryParse(name, out var id)) return Start;
                ids.Add(id);
            }
            blocks.Add(new(height - blocks.Count, hash, ids));
        }
        return new(blocks);
    }

    /// <summary>The cursor after one more block.</summary>
    public ScanCursor After(ScannedBlock block) => new([block, .. Blocks.Take(Window - 1)]);

    /// <summary>The cursor without its newest block.</summary>
    public ScanCursor Back() => new([.. Blocks.Skip(1)]);

    public override string ToString() =>
        Blocks.Count == 0
            ? ""
            : $"{Version} {Blocks[0].Height} {string.Join(' ', Blocks.Select(Line))}";

    private static string Line(ScannedBlock block) =>
        string.Join('+', block.Found.Select(id => id.ToString()).Prepend(block.Hash.ToString()));
}
