using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>Text as it grows, paid for before it is written.</summary>
internal sealed class TextOutput(Budget budget)
{
    private readonly StringBuilder _text = new();

    public Budget Budget => budget;

    public void Write(string text)
    {
        budget.Make(text.Length);
        _text.Append(text);
    }

    public void Write(char character, int count = 1)
    {
        budget.Make(count);
        _text.Append(character, count);
    }

    public override string ToString() => _text.ToString();
}
