namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Finds the end of a JSON object as its text comes in, looking at each character once.</summary>
internal struct JsonScan
{
    private int _depth;
    private int _at;
    private bool _inString;
    private bool _escaped;

    /// <summary>Goes on in a text that has grown.</summary>
    /// <param name="text">The text, from the object's opening brace on.</param>
    /// <returns>The object's length, once it is whole.</returns>
    public int? End(ReadOnlySpan<char> text)
    {
        for (; _at < text.Length; _at++)
        {
            var character = text[_at];
            if (_inString)
            {
                _inString = _escaped || character != '"';
                _escaped = !_escaped && character == '\\';
            }
            else if (character == '"')
            {
                _inString = true;
            }
            else if (character is '{' or '[')
            {
                _depth++;
            }
            else if (character is '}' or ']' && --_depth == 0)
            {
                return ++_at;
            }
        }
        return null;
    }
}
