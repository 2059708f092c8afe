using GoatHost.Abstractions;
using GoatHost.TestKit;
using GoatHost.Tests.Soaks;
using Xunit.Abstractions;

namespace GoatHost.Tests.Hostile;

/// <summary>
/// Whatever a request holds, it is answered or refused in the worker's own words: llama.cpp ends its process where other libraries throw,
/// and here the process has to stay the same.
/// </summary>
public sealed class HostileRequestTests(ITestOutputHelper output)
{
    private const int AtOnce = 6;

    /// <summary>Deltas after which a request without end is left.</summary>
    private const int Enough = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Hostile_prompts_and_options_leave_the_worker_alive()
    {
        await using var goat = await SoakedGoat.StartAsync("llamacpp");
        await using var session = await goat.OpenAsync();
        var worker = (await goat.ResidentAsync()).ProcessId;
        var (answered, refused) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Rounds.Of(240, 6_000)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (round, _) =>
        {
            var hostile = new HostileRequests(new Random(round));
            try
            {
                await AskAsync(session, hostile, round);
                Interlocked.Increment(ref answered);
            }
            catch (GoatException refusal) when (refusal is RequestException or BusyException)
            {
                Assert.Matches(@"[.…]$", refusal.Message);
                Interlocked.Increment(ref refused);
            }
            catch (Exception failure)
            {
                Assert.Fail($"Round {round}: {failure}");
            }
        });
        output.WriteLine($"{answered} answered, {refused} refused");
        Assert.Equal(worker, (await goat.ResidentAsync()).ProcessId);
        Assert.True(answered > 0 && refused > 0);
        Assert.NotEmpty(await goat.AskAsync("and after all this"));
        Assert.Equal(worker, (await goat.ResidentAsync()).ProcessId);
    }

    [Fact]
    public async Task However_a_model_is_asked_to_be_opened_it_opens_or_is_refused()
    {
        await using var goat = await SoakedGoat.StartAsync("llamacpp");
        var path = Path.Combine(Fixtures.Offline, SoakedGoat.Model, $"{SoakedGoat.Model}-q4_0.gguf");
        var summary = new ModelSummary { Architecture = "llama", Parameters = 1_451_712, Quantization = "Q4_0", ContextLength = 512, EmbeddingLength = 192, Layers = 4, Heads = 3, KeyValueHeads = 1 };
        var model = TestModels.Of($"{SoakedGoat.Model}:Q4_0", "gguf", path, summary);
        for (var round = 0; round < Rounds.Of(8, 100); round++)
        {
            var options = new HostileRequests(new Random(round)).NextOptions();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await using var session = await goat.Runtime.OpenAsync(model, options, null, patience.Token);
                var request = new GenerationRequest { Prompt = "In the", MaxTokens = 2 };
                await foreach (var _ in session.GenerateAsync(request, patience.Token)) { }
            }
            catch (GoatException refusal) when (refusal.GetType().Name != "WorkerDiedException")
            {
                Assert.EndsWith(".", refusal.Message);
            }
            catch (Exception failure)
            {
                Assert.Fail($"{options}: {failure}");
            }
        }
    }

    private static async Task AskAsync(IModelSession session, HostileRequests hostile, int round)
    {
        using var patience = new CancellationTokenSource(Patience);
        switch (round % 10)
        {
            case 7:
                await session.EmbedAsync(hostile.NextEmbedding(), patience.Token);
                break;
            case 8:
                await session.DetokenizeAsync(hostile.Tokens(), patience.Token);
                await session.TokenizeAsync(new TokenizeRequest(hostile.Text()) { AddMarks = true }, patience.Token);
                break;
            case 9:
                await session.RenderAsync(hostile.Next(), patience.Token);
                break;
            default:
                var deltas = 0;
                await foreach (var delta in session.GenerateAsync(hostile.Next(), patience.Token))
                {
                    if (++deltas == Enough) break;
                }
                break;
        }
    }
}
