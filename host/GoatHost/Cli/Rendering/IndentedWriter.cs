using System.Text;

namespace GoatHost.Cli.Rendering;

/// <summary>Puts blanks before each line of another writer. Not for bars: those move the cursor themselves.</summary>
internal sealed class IndentedWriter(TextWriter inner, string indent) : TextWriter
{
    private bool _atStart = true;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (_atStart) inner.Write(indent);
        _atStart = value == '\n';
        inner.Write(value);
    }

    public override void Flush() => inner.Flush();
}
