namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Answers of gpt-oss: messages on channels, of which <c>analysis</c> is reasoning and those to a function are calls.</summary>
internal sealed class HarmonyParser(ToolSet tools) : AnswerParser
{
    private const int MostHeader = 512;
    private static readonly string[] Beginnings = [Harmony.Start, Harmony.Channel, Harmony.Message, " to="];
    private static readonly string[] Ends = [Harmony.End, Harmony.CallEnd, Harmony.Return, Harmony.Start, Harmony.Channel];

    private enum Place { Header, Text, Reasoning, Call }

    private Place _place = Place.Header;
    private string _held = "";
    private string _header = "";
    private string _tool = "";
    private ArgumentsReader _arguments = new();
    private bool _begun;

    public override bool IsReasoning => _place == Place.Reasoning;

    protected override void Feed(string text, AnswerPieces pieces)
    {
        _held += text;
        while (_place == Place.Header ? ReadHeader() : ReadBody(pieces)) { }
    }

    protected override void End(AnswerPieces pieces)
    {
        if (_place == Place.Call) Call(_held, pieces);
        else if (_place == Place.Reasoning) pieces.Reasoning(_held.AsSpan().TrimEnd());
        else if (_place == Place.Text) Let(_held, pieces);
        // A header that never came to its message says nothing; a text without header is one.
        else if (!Beginnings.Any(one => _held.StartsWith(one, StringComparison.Ordinal))) pieces.Text(_held);
        _held = "";
    }

    private bool ReadHeader()
    {
        if (_held.Length == 0) return false;
        if (!Beginnings.Any(beginning => Meets(_held, beginning)))
        {
            Enter(Place.Text, 0);
            return true;
        }
        var end = _held.IndexOf(Harmony.Message, StringComparison.Ordinal);
        if (end < 0)
        {
            if (_held.Length <= MostHeader) return false;
            Enter(Place.Text, 0);
            return true;
        }
        _header = _held[..end];
        Enter(Kind(), end + Harmony.Message.Length);
        return true;
    }

    private Place Kind()
    {
        var to = _header.IndexOf("to=" + Harmony.Tools, StringComparison.Ordinal);
        if (to < 0) return _header.Contains(Harmony.Channel + "analysis", StringComparison.Ordinal) ? Place.Reasoning : Place.Text;
        var name = to + "to=".Length + Harmony.Tools.Length;
        if (TextRead.Word(_header, MostHeader, ref name, out _tool) == ReadState.Failed || !tools.Has(_tool)) return Place.Text;
        _arguments = new ArgumentsReader();
        return Place.Call;
    }

    private bool ReadBody(AnswerPieces pieces)
    {
        var (end, mark) = (-1, "");
        foreach (var one in Ends)
        {
            var at = _held.IndexOf(one, StringComparison.Ordinal);
            if (at >= 0 && (end < 0 || at < end)) (end, mark) = (at, one);
        }
        var free = HeldText.BeforeSpace(_held, end >= 0 ? end : _held.Length - Ends.Max(one => HeldText.Beginning(_held, one)));
        if (_place == Place.Call) Call(_held[..free], pieces);
        else Let(_held[..free], pieces);
        if (end < 0) _held = _held[free..];
        if (end < 0) return false;
        // A mark that begins a header is read as one.
        Enter(Place.Header, mark is Harmony.Start or Harmony.Channel ? end : end + mark.Length);
        return true;
    }

    private void Let(string text, AnswerPieces pieces)
    {
        if (!_begun) text = text.TrimStart();
        _begun |= text.Length > 0;
        if (_place == Place.Reasoning) pieces.Reasoning(text);
        else pieces.Text(text);
    }

    /// <summary>More of a call's body: its arguments, and whatever else is there as text.</summary>
    private void Call(string body, AnswerPieces pieces)
    {
        var at = 0;
        if (!_arguments.HasBegun)
        {
            at = TextRead.SkipSpace(body, 0);
            if (at == body.Length) return;
            if (body[at] == '{') _arguments.Begin(null, _tool, [], pieces);
        }
        if (_arguments.HasBegun && _arguments.Read(body, ref at, pieces) == ReadState.More) return;
        (_place, _begun) = (Place.Text, false);
        Let(body[at..], pieces);
    }

    private void Enter(Place place, int from) => (_place, _held, _begun) = (place, _held[from..], false);

    private static bool Meets(string text, string beginning) =>
        text.StartsWith(beginning, StringComparison.Ordinal) || beginning.StartsWith(text, StringComparison.Ordinal);
}
