using System.Buffers;
using System.Text;
using GoatHost.Abstractions;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>Sends one answer: as lines while it comes, or whole. A client that goes away ends it.</summary>
/// <param name="context">The request.</param>
/// <param name="model">As the client wrote it.</param>
/// <param name="shape">Generate's or chat's.</param>
/// <param name="time">The clock.</param>
internal sealed class AnswerRun(HttpContext context, string model, IAnswerShape shape, TimeProvider time)
{
    private const int MostUnsent = 16 << 10;
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _load;

    /// <summary>The conversation as tokens, made of the answer's text when it has ended.</summary>
    public Func<string, CancellationToken, Task<IReadOnlyList<int>?>>? ContextOf { get; init; }

    /// <summary>The model is there; what was before counts as loading.</summary>
    public void Loaded() => _load = time.GetElapsedTime(_began);

    public async Task NothingAsync(string reason)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var lines = new AnswerLines(line, model, shape, time)) lines.Nothing(reason);
        await JsonAnswer.WriteAsync(context, line.WrittenMemory);
    }

    public async Task WholeAsync(IAsyncEnumerable<Delta> deltas, CancellationToken ct)
    {
        var answer = new AnswerText();
        GenerationEnd? end = null;
        await foreach (var delta in deltas.WithCancellation(ct))
        {
            answer.Add(delta);
            end = delta.End ?? end;
        }
        var line = new ArrayBufferWriter<byte>();
        using (var lines = new AnswerLines(line, model, shape, time)) lines.Last(answer, await EndAsync(end, answer.Text, ct));
        await JsonAnswer.WriteAsync(context, line.WrittenMemory);
    }

    public async Task StreamAsync(IAsyncEnumerable<Delta> answer, CancellationToken ct)
    {
        var (output, text) = (context.Response.BodyWriter, new StringBuilder());
        using var lines = new AnswerLines(output, model, shape, time);
        await using var deltas = answer.GetAsyncEnumerator(ct);
        var begun = false;
        try
        {
            // The answer begins with its first piece, so that what a session refuses still gets its own status.
            var any = await deltas.MoveNextAsync();
            NdjsonStream.Begin(context);
            begun = true;
            GenerationEnd? end = null;
            while (any)
            {
                var delta = deltas.Current;
                end = delta.End ?? end;
                if (ContextOf is not null) text.Append(delta.Text);
                lines.Piece(delta);
                var next = deltas.MoveNextAsync();
                // Pieces that are there already go out together.
                var waits = output.UnflushedBytes == 0 || (next.IsCompleted && output.UnflushedBytes < MostUnsent);
                var sent = waits ? default : output.FlushAsync(ct);
                try
                {
                    any = await next;
                }
                finally
                {
                    await sent;
                }
            }
            lines.Last(new AnswerText(), await EndAsync(end, text.ToString(), ct));
        }
        catch (Exception exception) when ((begun || context.Response.HasStarted) && exception is not OperationCanceledException)
        {
            // The status is sent, or about to be: all that is left is to say it in a line of its own.
            await NdjsonStream.SendAsync(context, ErrorBoundary.TellInStream(context, exception), ct);
        }
        await output.FlushAsync(ct);
    }

    private async Task<AnswerEnd> EndAsync(GenerationEnd? end, string text, CancellationToken ct) => new(
        end ?? throw new GoatException("The runtime broke the answer off: ask again."),
        time.GetElapsedTime(_began),
        _load,
        ContextOf is null ? null : await ContextOf(text, ct));
}
