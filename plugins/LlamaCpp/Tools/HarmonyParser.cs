using System.Text.Json;

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
    private int _searched;
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
        // A header that never came to its message says nothing; a text without header is one.
        else if (_place == Place.Text || !Beginnings.Any(one => _held.StartsWith(one, StringComparison.Ordinal))) pieces.Text(_held);
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
        if (TextRead.Word(_header, MostHeader, ref name, out _tool) == ReadState.Failed) _tool = "";
        return Place.Call;
    }

    private bool ReadBody(AnswerPieces pieces)
    {
        var (end, mark) = (-1, "");
        foreach (var one in Ends)
        {
            var at = _held.IndexOf(one, _searched, StringComparison.Ordinal);
            if (at >= 0 && (end < 0 || at < end)) (end, mark) = (at, one);
        }
        if (_place == Place.Call)
        {
            // Arguments are let out when they are whole.
            if (end < 0) _searched = _held.Length - Ends.Max(one => HeldText.Beginning(_held, one));
            else Call(_held[..end], pieces);
        }
        else
        {
            var free = HeldText.BeforeSpace(_held, end >= 0 ? end : _held.Length - Ends.Max(one => HeldText.Beginning(_held, one)));
            Let(_held[..free], pieces);
            if (end < 0) _held = _held[free..];
        }
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

    private void Call(string arguments, AnswerPieces pieces)
    {
        if (tools.Has(_tool) && IsObject(arguments)) pieces.Call(null, _tool, arguments.Trim());
        else pieces.Text(arguments);
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Broken off, or with half a character in it: no arguments.
            return false;
        }
    }

    private void Enter(Place place, int from) => (_place, _held, _searched, _begun) = (place, _held[from..], 0, false);

    private static bool Meets(string text, string beginning) =>
        text.StartsWith(beginning, StringComparison.Ordinal) || beginning.StartsWith(text, StringComparison.Ordinal);
}
