using GoatHost.Cli.Rendering;

namespace GoatHost.Tests.Scripted;

/// <summary>A terminal whose input is given and whose output is kept.</summary>
internal sealed class ScriptedTerminal(string input = "", bool isTerminal = false) : IDisposable
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly MemoryStream _bytes = new();
    private Terminal? _terminal;

    public string Out => _out.ToString();
    public string Error => _error.ToString();
    public byte[] Bytes => _bytes.ToArray();

    public Terminal Terminal => _terminal ??= new Terminal
    {
        In = new StringReader(input),
        Out = _out,
        Error = _error,
        InIsTerminal = isTerminal,
        OutIsTerminal = isTerminal,
        ErrorIsTerminal = isTerminal,
        OpenOut = () => _bytes,
    };

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        _bytes.Dispose();
    }
}
