namespace GoatHost.Cli.Rendering;

/// <summary>Rows of text: in columns for a person, with tabs for a program; never wrapped.</summary>
internal sealed class Table(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public Table Row(params string[] cells)
    {
        _rows.Add([.. cells.Select(SafeText.Line)]);
        return this;
    }

    public void Write(TextWriter writer, bool aligned)
    {
        string[][] rows = [headers, .. _rows];
        var widths = headers.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            writer.WriteLine(aligned ? string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() : string.Join('\t', row));
        }
    }
}
