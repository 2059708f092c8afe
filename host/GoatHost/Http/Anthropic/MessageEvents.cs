using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.Anthropic;

/// <summary>A streamed message: blocks one after the other, each begun, filled and ended.</summary>
internal sealed class MessageEvents(MessageAnswer begun) : IAnswerEvents
{
    private GenerationEnd? _end;
    private string? _open;
    private int _index = -1;

    public void Fail(EventStream to, ApiException failure, ReadOnlySpan<byte> error) => to.Write(error, "error"u8);

    public void Begin(EventStream to) => Send(to, new MessageEvent("message_start") { Message = begun });

    public void Add(EventStream to, ChoiceDelta news)
    {
        var delta = news.Delta;
        if (!string.IsNullOrEmpty(delta.Reasoning))
        {
            Open(to, MessageWords.Thinking(""));
            Fill(to, new BlockDelta("thinking_delta") { Thinking = delta.Reasoning });
        }
        if (delta.Text.Length > 0)
        {
            Open(to, MessageWords.Text(""));
            Fill(to, new BlockDelta("text_delta") { Text = delta.Text });
        }
        foreach (var piece in delta.ToolCalls) GoOn(to, piece);
        _end = delta.End ?? _end;
    }

    public void End(EventStream to)
    {
        Close(to);
        var end = new MessageEnd(MessageWords.StopReason(_end), _end?.StopString);
        var ended = new MessageEndEvent("message_delta", end, MessageWords.Usage(_end));
        to.Send(ended, AnthropicJson.Default.MessageEndEvent, "message_delta"u8);
        Send(to, new MessageEvent("message_stop"));
    }

    private void GoOn(EventStream to, ToolCallDelta piece)
    {
        if (piece.Name is { } name)
        {
            Close(to);
            Open(to, MessageWords.CallBegin(piece.Id ?? "", name));
        }
        if (_open != MessageWords.Use) throw CollectedCalls.NotBegun();
        if (piece.Arguments.Length > 0) Fill(to, new BlockDelta("input_json_delta") { PartialJson = piece.Arguments });
        if (piece.IsLast) Close(to);
    }

    private void Open(EventStream to, MessageBlock block)
    {
        if (_open == block.Type) return;
        Close(to);
        _open = block.Type;
        Send(to, new MessageEvent("content_block_start") { Index = ++_index, ContentBlock = block });
    }

    private void Fill(EventStream to, BlockDelta delta) =>
        Send(to, new MessageEvent("content_block_delta") { Index = _index, Delta = delta });

    private void Close(EventStream to)
    {
        if (_open is null) return;
        _open = null;
        Send(to, new MessageEvent("content_block_stop") { Index = _index });
    }

    private static void Send(EventStream to, MessageEvent what)
    {
        Span<byte> name = stackalloc byte[32];
        to.Send(what, AnthropicJson.Default.MessageEvent, name[..Encoding.UTF8.GetBytes(what.Type, name)]);
    }
}
