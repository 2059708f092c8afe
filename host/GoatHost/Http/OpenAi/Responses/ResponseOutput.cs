using System.Text;
using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>Puts deltas together as a response's items, one after the other, and tells each step.</summary>
/// <param name="tell">Takes the events; a whole answer has nobody to tell them to.</param>
internal sealed class ResponseOutput(Action<ResponseEvent>? tell)
{
    private const string Call = "function_call";

    private readonly List<ResponseItem> _items = [];
    private readonly StringBuilder _text = new();
    private readonly List<ChatLogProb> _tokens = [];

    // The item that text still comes to: a message, a reasoning or a call.
    private ResponseItem? _open;

    public IReadOnlyList<ResponseItem> Items => _items;

    public GenerationEnd? End { get; private set; }

    public void Add(Delta delta)
    {
        if (!string.IsNullOrEmpty(delta.Reasoning)) Grow("reasoning", delta.Reasoning, []);
        if (delta.Text.Length > 0 || delta.Tokens.Count > 0) Grow("message", delta.Text, delta.Tokens);
        foreach (var piece in delta.ToolCalls) GoOn(piece);
        if (delta.End is not { } end) return;
        End = end;
        // There is always an item to read, also where nothing was said.
        if (_items.Count == 0 && _open is null) Open("message");
        Close();
    }

    private static string NewId(string prefix) => $"{prefix}_{Guid.NewGuid():N}";

    private void Grow(string type, string text, IReadOnlyList<TokenInfo> tokens)
    {
        if (_open?.Type != type)
        {
            Close();
            Open(type);
        }
        _text.Append(text);
        var told = tokens.Count > 0 ? ChatWords.LogProbs(tokens).Content : null;
        if (told is not null) _tokens.AddRange(told);
        var name = type == "message" ? "response.output_text.delta" : "response.reasoning_text.delta";
        tell?.Invoke(At(name) with { Delta = text, Logprobs = told });
    }

    private void Open(string type)
    {
        _open = type == "message"
            ? new ResponseItem(type, NewId("msg"), "in_progress") { Role = "assistant", Content = [] }
            : new ResponseItem(type, NewId("rs"), "in_progress") { Summary = [], Content = [] };
        tell?.Invoke(Item("response.output_item.added", _open));
        tell?.Invoke(At("response.content_part.added") with { Part = Part("") });
    }

    private void GoOn(ToolCallDelta piece)
    {
        if (piece.Name is { } name)
        {
            Close();
            _open = new ResponseItem(Call, NewId("fc"), "in_progress") { CallId = piece.Id, Name = name, Arguments = "" };
            tell?.Invoke(Item("response.output_item.added", _open));
        }
        if (_open?.Type != Call) throw CollectedCalls.NotBegun();
        _text.Append(piece.Arguments);
        if (piece.Arguments.Length > 0) tell?.Invoke(At("response.function_call_arguments.delta") with { Delta = piece.Arguments });
        if (piece.IsLast) Close("completed");
    }

    /// <summary>Ends the item that is open, if one is. Only a call can end before it is whole.</summary>
    private void Close(string callStatus = "incomplete")
    {
        if (_open is not { } open) return;
        var text = _text.ToString();
        if (open.Type == Call)
        {
            tell?.Invoke(At("response.function_call_arguments.done") with { Arguments = text, Name = open.Name });
            Finish(open with { Status = callStatus, Arguments = text });
        }
        else
        {
            var part = Part(text);
            if (_tokens.Count > 0) part = part with { Logprobs = [.. _tokens] };
            var name = open.Type == "message" ? "response.output_text.done" : "response.reasoning_text.done";
            tell?.Invoke(At(name) with { Text = text, Logprobs = part.Logprobs });
            tell?.Invoke(At("response.content_part.done") with { Part = part });
            Finish(open with { Status = "completed", Content = [part] });
        }
        _open = null;
        _text.Clear();
        _tokens.Clear();
    }

    private void Finish(ResponseItem item)
    {
        tell?.Invoke(Item("response.output_item.done", item));
        _items.Add(item);
    }

    private ResponsePart Part(string text) => _open!.Type == "message"
        ? new ResponsePart("output_text", text) { Annotations = [] }
        : new ResponsePart("reasoning_text", text);

    private ResponseEvent At(string type) =>
        new(type) { OutputIndex = _items.Count, ItemId = _open!.Id, ContentIndex = _open.Type == Call ? null : 0 };

    private ResponseEvent Item(string type, ResponseItem item) => new(type) { OutputIndex = _items.Count, Item = item };
}
