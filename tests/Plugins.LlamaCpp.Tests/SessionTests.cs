using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests;

public sealed class SessionTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Two_requests_at_once_are_answered_as_if_alone()
    {
        await using var session = await TinyModel.OpenAsync();
        var (one, two) = (TinyModel.Prompt("And the king said", 40, seed: 1), TinyModel.Prompt("In the beginning", 40, seed: 2));
        var alone = new[] { (await session.AskAsync(one)).Text, (await session.AskAsync(two)).Text };
        var together = await Task.WhenAll(session.AskAsync(one), session.AskAsync(two));
        Assert.Equal(alone, together.Select(answer => answer.Text));
    }

    [Fact]
    public async Task A_queue_that_is_full_says_so_and_the_rest_are_answered()
    {
        await using var session = await TinyModel.OpenAsync();
        var all = Enumerable.Range(0, 80).Select(_ => session.AskAsync(TinyModel.Prompt("And the king", 4))).ToList();
        var refused = 0;
        foreach (var one in all)
        {
            try
            {
                Assert.Equal(4, (await one).End.GeneratedTokens);
            }
            catch (GoatException e)
            {
                Assert.Contains("64 requests already wait", e.Message);
                refused++;
            }
        }
        Assert.InRange(refused, 0, 80 - 64);
    }

    [Fact]
    public async Task Cancelling_an_answer_ends_it_and_leaves_the_session_well()
    {
        await using var session = await TinyModel.OpenAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in session.GenerateAsync(TinyModel.Prompt("In the beginning", 400), stop.Token)) await stop.CancelAsync();
        });
        Assert.Equal(24, (await session.AskAsync(TinyModel.Prompt("In the beginning"))).End.GeneratedTokens);
    }

    [Fact]
    public async Task Cancelling_inside_a_prompt_ends_it_and_leaves_the_session_well()
    {
        await using var session = await TinyModel.OpenAsync();
        var expected = (await session.AskAsync(TinyModel.Prompt("In the beginning"))).Text;
        var text = string.Join(' ', Enumerable.Repeat("And the king said unto him.", 55));
        for (var i = 0; i < 10; i++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(i));
            try
            {
                await session.AskAsync(TinyModel.Prompt(text, 1), stop.Token).WaitAsync(Soon);
            }
            catch (OperationCanceledException)
            {
                Assert.True(stop.IsCancellationRequested);
            }
            Assert.Equal(expected, (await session.AskAsync(TinyModel.Prompt("In the beginning")).WaitAsync(Soon)).Text);
        }
    }

    [Fact]
    public async Task A_reader_who_leaves_stops_the_work()
    {
        await using var session = await TinyModel.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await foreach (var _ in session.GenerateAsync(new GenerationRequest { Prompt = "In the beginning" }, default)) break;
        }
        Assert.Equal(24, (await session.AskAsync(TinyModel.Prompt("In the beginning")).WaitAsync(Soon)).End.GeneratedTokens);
    }

    [Fact]
    public async Task Disposing_fails_what_runs_and_what_waits_with_a_sentence()
    {
        var session = await TinyModel.OpenAsync();
        var request = TinyModel.Prompt("In the beginning", 490, temperature: 0);
        var all = Enumerable.Range(0, 8).Select(_ => session.AskAsync(request)).ToList();
        await session.DisposeAsync();
        await session.DisposeAsync();
        var last = await Assert.ThrowsAnyAsync<GoatException>(() => all[^1].WaitAsync(Soon));
        Assert.Contains("unloaded", last.Message);
        await Assert.ThrowsAnyAsync<GoatException>(() => session.AskAsync(request));
    }

    [Theory]
    [InlineData("In the beginning God created the heaven and the earth.")]
    [InlineData("Hello, wörld 👋 — naïve façade, 日本語\n\ttabs")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("")]
    public async Task Tokens_join_to_the_text_they_came_from(string text)
    {
        await using var session = await TinyModel.OpenAsync();
        var tokens = await session.TokenizeAsync(new TokenizeRequest(text), default);
        var vocabulary = ((GoatHost.Plugins.LlamaCpp.LlamaSession)session).Vocabulary;
        var characters = new GoatHost.Plugins.LlamaCpp.Texts.Utf8Pieces();
        var joined = string.Concat(tokens.Select(token => characters.Add(vocabulary.Piece(token, new byte[2])))) + characters.End();
        // This tokenizer puts a space in front.
        Assert.Equal(text.Length == 0 ? "" : " " + text, joined);
        Assert.DoesNotContain(1, tokens);
    }

    [Fact]
    public async Task Embeddings_have_length_1_and_tell_texts_apart()
    {
        await using var session = await TinyModel.OpenAsync();
        Assert.True(session.Limits.Embeds);
        var vectors = await session.EmbedAsync("the king of Israel", "the king of Judah", "the king of Israel", "Let there be light");
        Assert.All(vectors, vector => Assert.Equal(192, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(1, Dot(vector, vector), 4));
        Assert.Equal(vectors[0].ToArray(), vectors[2].ToArray());
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[3]));
        Assert.Empty(await session.EmbedAsync());

        var refused = await Assert.ThrowsAnyAsync<GoatException>(() => session.EmbedAsync(string.Join(' ', Enumerable.Repeat("king", 600))));
        Assert.Contains("512", refused.Message);
        Assert.Equal(24, (await session.AskAsync(TinyModel.Prompt("In the beginning"))).End.GeneratedTokens);
    }

    [Fact]
    public async Task Cancelling_embeddings_ends_them_and_leaves_the_session_well()
    {
        await using var session = await TinyModel.OpenAsync();
        var texts = Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("king", 400)), 500).ToArray();
        using var stop = new CancellationTokenSource();
        var embedding = session.EmbedAsync(new EmbeddingRequest([.. texts.Select(text => new EmbeddingInput { Text = text })]), stop.Token);
        await session.TokenizeAsync(new TokenizeRequest("a moment"), default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => embedding.WaitAsync(Soon));
        Assert.Single(await session.EmbedAsync("the king").WaitAsync(Soon));
    }

    [Fact]
    public async Task A_session_that_is_gone_tokenizes_nothing()
    {
        var session = await TinyModel.OpenAsync();
        await session.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.TokenizeAsync(new TokenizeRequest("In the beginning"), default));
    }

    private static float Dot(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a.Span[i] * b.Span[i];
        return sum;
    }
}
