using System.Text.RegularExpressions;
using FsCheck.Fluent;
using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests.Sampling;

public sealed partial class SamplingTests
{
    private static readonly string[] Names = ["penalties", "dry", "top_n_sigma", "top_k", "typ_p", "top_p", "min_p", "xtc", "temperature"];

    public static TheoryData<string> Options => [.. Each.Keys];

    private static Dictionary<string, SamplingOptions> Each { get; } = new()
    {
        ["top-k"] = new() { TopK = 2 },
        ["top-p"] = new() { TopP = 0.3f },
        ["min-p"] = new() { MinP = 0.5f, TopK = 0, TopP = 1 },
        ["typical"] = new() { TypicalP = 0.2f },
        ["top-n-sigma"] = new() { TopNSigma = 0.2f, TopK = 0 },
        ["xtc"] = new() { XtcProbability = 1, XtcThreshold = 0.05f, TopK = 0, TopP = 1 },
        ["dynamic temperature"] = new() { DynamicTemperatureRange = 2, DynamicTemperatureExponent = 0.5f, Temperature = 2.5f },
        ["repeat penalty"] = new() { RepeatPenalty = 3 },
        ["frequency penalty"] = new() { FrequencyPenalty = 5 },
        ["presence penalty"] = new() { PresencePenalty = 5 },
        ["dry"] = new() { DryMultiplier = 5, DryAllowedLength = 0, DrySequenceBreakers = [] },
        ["mirostat 1"] = new() { Mirostat = 1, MirostatTau = 2 },
        ["mirostat 2"] = new() { Mirostat = 2, MirostatTau = 2 },
        ["bias"] = new() { LogitBias = Enumerable.Range(200, 200).ToDictionary(id => id, _ => 20f) },
        ["order"] = new() { Order = ["temperature"], Temperature = 3 },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Each_option_makes_a_difference_and_the_same_one_each_time(string name)
    {
        await using var session = await TinyModel.OpenAsync();
        var request = TinyModel.Prompt("And the king said unto the people, and the people said unto the king", 60) with { IgnoreEnd = true };
        var usual = (await session.AskAsync(request)).Text;
        var asked = request with { Sampling = Each[name] with { Seed = 7 } };
        var answer = (await session.AskAsync(asked)).Text;
        Assert.NotEqual(usual, answer);
        Assert.Equal(answer, (await session.AskAsync(asked)).Text);
    }

    [Fact]
    public async Task A_token_that_is_forbidden_is_never_drawn_and_one_that_is_wanted_always()
    {
        await using var session = await TinyModel.OpenAsync();
        var request = TinyModel.Prompt("In the beginning", 12, temperature: 0) with { LogProbabilities = 0 };
        var first = (await session.AskAsync(request)).Tokens.Select(token => token.Id).ToArray();
        var forbidden = first.Distinct().ToDictionary(id => id, _ => float.NegativeInfinity);
        var other = await session.AskAsync(request with { Sampling = request.Sampling with { LogitBias = forbidden } });
        Assert.Empty(other.Tokens.Select(token => token.Id).Intersect(first));
        var sampling = new SamplingOptions { LogitBias = new Dictionary<int, float> { [first[0]] = 1000 } };
        var wanted = await session.AskAsync(request with { Sampling = sampling });
        Assert.All(wanted.Tokens, token => Assert.Equal(first[0], token.Id));
    }

    [Fact]
    public async Task A_grammar_is_kept_to_and_ends_the_answer()
    {
        await using var session = await TinyModel.OpenAsync();
        foreach (var temperature in new[] { 0f, 1f })
        {
            var request = TinyModel.Prompt("In the year", 80, temperature: temperature)
                with { Format = new ResponseFormat(null) { Grammar = """root ::= "{" [0-9]{4} "-" ("Jan" | "Feb") "}" """ } };
            var answer = await session.AskAsync(request);
            Assert.Matches(Dated(), answer.Text);
            Assert.Equal(FinishReason.Stop, answer.End.Reason);
        }
    }

    [Fact]
    public async Task A_grammar_that_forbids_what_is_biased_ends_the_answer_and_not_the_process()
    {
        await using var session = await TinyModel.OpenAsync();
        var format = new ResponseFormat(null) { Grammar = "root ::= \"a\"" };
        var request = TinyModel.Prompt("In the year", 20) with { IgnoreEnd = true, Format = format };
        var answer = await session.AskAsync(request);
        Assert.Equal(("a", FinishReason.Stop), (answer.Text.Trim(), answer.End.Reason));
    }

    [Fact]
    public async Task An_answer_goes_on_past_its_end_when_asked_to()
    {
        await using var session = await TinyModel.OpenAsync();
        var sampling = new SamplingOptions { Seed = 3, Temperature = 0.7f };
        var request = new GenerationRequest { Messages = [new("user", "And God said")], MaxTokens = 300, Sampling = sampling };
        Assert.Equal(FinishReason.Stop, (await session.AskAsync(request)).End.Reason);
        var end = (await session.AskAsync(request with { IgnoreEnd = true })).End;
        Assert.Equal((FinishReason.Length, 300), (end.Reason, end.GeneratedTokens));
    }

    [Fact]
    public async Task Tokens_are_a_prompt_like_the_text_they_came_from()
    {
        await using var session = await TinyModel.OpenAsync();
        var tokens = await session.TokenizeAsync(new TokenizeRequest("In the beginning") { AddMarks = true }, default);
        var expected = (await session.AskAsync(TinyModel.Prompt("In the beginning"))).Text;
        Assert.Equal(expected, (await session.AskAsync(TinyModel.Prompt("") with { Prompt = null, PromptTokens = tokens })).Text);
    }

    [Fact]
    public async Task Random_options_give_an_answer_or_a_refusal_and_never_an_abort()
    {
        await using var session = await TinyModel.OpenAsync();
        var random = new Random(3);
        for (var i = 0; i < 400; i++)
        {
            var request = Random(random);
            try
            {
                var answer = await session.AskAsync(request);
                Assert.InRange(answer.End.GeneratedTokens, 0, 12);
            }
            catch (RequestException e)
            {
                Assert.EndsWith(".", e.Message);
            }
        }
        Assert.Equal(24, (await session.AskAsync(TinyModel.Prompt("In the beginning"))).End.GeneratedTokens);
    }

    [Fact]
    public async Task Random_grammars_are_read_or_refused()
    {
        await using var session = await TinyModel.OpenAsync();
        const string Signs = "root::=\"a\"[b-c](|)*+?{1,3}#\n \\x<>^-";
        var texts = Gen.Choose(0, Signs.Length - 1).Select(at => Signs[at]).ArrayOf().Select(signs => new string(signs)).Sample(200, 40);
        foreach (var text in texts)
        {
            var request = TinyModel.Prompt("In", 3) with { Format = new ResponseFormat(null) { Grammar = "root ::= \"a\" " + text } };
            var refused = await Record.ExceptionAsync(() => session.AskAsync(request));
            Assert.True(refused is null or RequestException, refused?.ToString());
        }
    }

    private static GenerationRequest Random(Random random)
    {
        float? Number(float most) => random.Next(4) switch
        {
            0 => null,
            1 => new[] { 0, 1, -1, float.Epsilon, float.MaxValue, float.NaN, float.PositiveInfinity, 0.5f, most }[random.Next(9)],
            _ => random.NextSingle() * most,
        };
        int? Whole(int most) => random.Next(3) switch
        {
            0 => null,
            1 => new[] { 0, 1, -1, int.MinValue, int.MaxValue, most }[random.Next(6)],
            _ => random.Next(most),
        };
        // Most options are within their bounds, or nearly all requests would be refused.
        float? Sound(float most) => random.Next(40) == 0 ? Number(most) : random.Next(2) == 0 ? null : random.NextSingle() * most;
        int? Near(int most) => random.Next(40) == 0 ? Whole(most) : random.Next(2) == 0 ? null : random.Next(most);
        return new GenerationRequest
        {
            Prompt = new string('a', random.Next(8)) + " the the the king king",
            MaxTokens = 12,
            IgnoreEnd = random.Next(2) == 0,
            LogProbabilities = random.Next(4) == 0 ? random.Next(101) : null,
            Stop = random.Next(4) == 0 ? ["e", ""] : [],
            Format = random.Next(5) == 0 ? new ResponseFormat(null) { Grammar = "root ::= [a-z ]+ | \"1\"" } : null,
            Sampling = new SamplingOptions
            {
                Temperature = Sound(3), DynamicTemperatureRange = Sound(2), DynamicTemperatureExponent = Sound(3),
                TopK = Near(50), TopP = Sound(1), MinP = Sound(1), TypicalP = Sound(1), TopNSigma = Sound(3),
                XtcProbability = Sound(1), XtcThreshold = Sound(0.5f), MinKeep = Near(20),
                RepeatPenalty = Sound(3), RepeatLastN = Near(100), FrequencyPenalty = Sound(3), PresencePenalty = Sound(3),
                DryMultiplier = Sound(100), DryBase = Sound(4) + 1, DryAllowedLength = Near(4), DryPenaltyLastN = Near(1000),
                DrySequenceBreakers = random.Next(3) == 0 ? ["e", "\n", "é"] : null,
                Mirostat = Near(4) / 2, MirostatTau = Sound(10), MirostatEta = Sound(1),
                Seed = random.Next(2) == 0 ? (uint)random.Next() : null,
                LogitBias = random.Next(4) == 0 ? Enumerable.Range(0, random.Next(300)).ToDictionary(id => id, _ => 1 / -0.0f) : null,
                Order = random.Next(3) == 0 ? [.. random.GetItems(Names, random.Next(12))] : null,
            },
        };
    }

    [GeneratedRegex(@"^\s?\{\d{4}-(Jan|Feb)\}$")]
    private static partial Regex Dated();
}
