using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GoatHost.Abstractions;

namespace GoatHost.Http.Answers;

/// <summary>Several answers at once: as many as the model generates in parallel, the others after them.</summary>
internal static class Choices
{
    /// <summary>Most answers to one request.</summary>
    public const int Most = 16;

    private const int MostAhead = 64;

    /// <summary>The same request as often as was asked. A seed counts up, or all the answers would be one.</summary>
    public static IEnumerable<GenerationRequest> Repeat(GenerationRequest request, int count) =>
        Enumerable.Range(0, count).Select(at => request.Sampling.Seed is { } seed
            ? request with { Sampling = request.Sampling with { Seed = unchecked(seed + (uint)at) } }
            : request);

    public static IAsyncEnumerable<ChoiceDelta> GenerateAsync(
        IModelSession session, IReadOnlyList<GenerationRequest> requests, CancellationToken ct) =>
        requests is [var only] ? OneAsync(session, only, ct) : ManyAsync(session, requests, ct);

    private static async IAsyncEnumerable<ChoiceDelta> OneAsync(
        IModelSession session, GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var delta in session.GenerateAsync(request, ct)) yield return new ChoiceDelta(0, delta);
    }

    private static async IAsyncEnumerable<ChoiceDelta> ManyAsync(
        IModelSession session, IReadOnlyList<GenerationRequest> requests, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var channel = Channel.CreateBounded<ChoiceDelta>(new BoundedChannelOptions(MostAhead) { SingleReader = true });
        var options = new ParallelOptions { CancellationToken = stop.Token, MaxDegreeOfParallelism = Math.Max(1, session.Limits.Parallel) };
        var work = Parallel.ForAsync(0, requests.Count, options, async (at, token) =>
        {
            await foreach (var delta in session.GenerateAsync(requests[at], token))
            {
                await channel.Writer.WriteAsync(new ChoiceDelta(at, delta), token);
            }
        });
        var ended = CompleteAsync(work, channel.Writer);
        try
        {
            await foreach (var delta in channel.Reader.ReadAllAsync(ct)) yield return delta;
        }
        finally
        {
            await stop.CancelAsync();
            await ended;
        }
    }

    /// <summary>Ends the channel as the work ended: the reader meets its failure.</summary>
    private static async Task CompleteAsync(Task work, ChannelWriter<ChoiceDelta> to)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        to.TryComplete(work.Exception?.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException));
    }
}
