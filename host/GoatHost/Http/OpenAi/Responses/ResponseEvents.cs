using System.Text;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>A streamed response: every event has a name and a number.</summary>
internal sealed class ResponseEvents : IAnswerEvents
{
    private readonly ResponseAnswer _begun;
    private readonly ResponseOutput _output;
    private EventStream? _to;
    private int _sequence;

    public ResponseEvents(ResponseAnswer begun)
    {
        _begun = begun;
        _output = new ResponseOutput(Tell);
    }

    public void Begin(EventStream to)
    {
        _to = to;
        Tell(new ResponseEvent("response.created") { Response = _begun });
        Tell(new ResponseEvent("response.in_progress") { Response = _begun });
    }

    public void Add(EventStream to, ChoiceDelta news) => _output.Add(news.Delta);

    public void End(EventStream to)
    {
        var ended = ResponseEnvelope.Ended(_begun, _output);
        Tell(new ResponseEvent($"response.{ended.Status}") { Response = ended });
    }

    public void Fail(EventStream to, ApiException failure, ReadOnlySpan<byte> error)
    {
        _to = to;
        var failed = ResponseEnvelope.Failed(_begun, _output, failure);
        Tell(new ResponseEvent("response.failed") { Response = failed });
        var told = OpenAiErrors.Of(failure).Error;
        to.Send(
            new ResponseErrorEvent("error", _sequence++, failed.Error!.Code, failure.Message, failure.Param, told),
            OpenAiJson.Default.ResponseErrorEvent, "error"u8);
    }

    private void Tell(ResponseEvent what)
    {
        Span<byte> name = stackalloc byte[64];
        var length = Encoding.UTF8.GetBytes(what.Type, name);
        _to!.Send(what with { SequenceNumber = _sequence++ }, OpenAiJson.Default.ResponseEvent, name[..length]);
    }
}
