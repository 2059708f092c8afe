using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates;
using GoatHost.Plugins.LlamaCpp.Tools;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Tools;

public sealed class AnswerParserTests
{
    private static readonly ReasoningMarks Think = new("<think>", "</think>");

    public static TheoryData<int> Answers { get; } = [.. Enumerable.Range(0, ToolSamples.Answers.Count)];

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_parted_into_text_and_calls_however_it_comes_in(int sample)
    {
        var (dialect, answer, text, calls) = ToolSamples.Answers[sample];
        foreach (var pieces in Splits(answer))
        {
            var read = Read(Parser(dialect), pieces);
            Assert.Equal(text, read.Text);
            Assert.Equal(calls, read.Calls);
        }
    }

    [Theory]
    [InlineData("<think>\nI see.\n</think>\n\nYes.", false, "I see.", "Yes.")]
    [InlineData("  <think>I see.</think>Yes.", false, "I see.", "Yes.")]
    [InlineData("\nI see.\n</think>\n\nYes.", true, "I see.", "Yes.")]
    [InlineData("<think>\nI see.</think> Yes. </think>", true, "I see.", "Yes. </think>")]
    [InlineData("<think></think>Yes.", false, "", "Yes.")]
    [InlineData("I see a < b </thin", true, "I see a < b </thin", "")]
    [InlineData("Yes. <think>no</think>", false, "", "Yes. <think>no</think>")]
    [InlineData(" Yes.", false, "", " Yes.")]
    [InlineData("<thin", false, "", "<thin")]
    [InlineData("", true, "", "")]
    public void Reasoning_is_parted_from_the_answer_however_it_comes_in(string answer, bool inside, string reasoning, string text)
    {
        foreach (var pieces in Splits(answer))
        {
            var read = Read(AnswerParser.For(new GenerationRequest(), ToolDialect.Hermes, Think, inside), pieces);
            Assert.Equal((reasoning, text), (read.Reasoning, read.Text));
            Assert.Empty(read.Calls);
        }
    }

    [Theory]
    [InlineData("<t>a</t>\n<s>\nYes.", "Yes.")]
    [InlineData("<t>a</t>Yes.<s>", "Yes.<s>")]
    [InlineData("<t>a</t><s><s>", "<s>")]
    [InlineData("<t>a</t><", "<")]
    [InlineData("<t>a</t> <s>", "")]
    public void What_begins_the_answer_after_reasoning_is_passed_once(string answer, string text)
    {
        foreach (var pieces in Splits(answer))
        {
            var read = Read(AnswerParser.For(new GenerationRequest(), ToolDialect.Hermes, new("<t>", "</t>", "<s>"), inside: false), pieces);
            Assert.Equal(("a", text), (read.Reasoning, read.Text));
        }
    }

    [Fact]
    public void Reasoning_comes_before_calls_and_calls_in_it_are_thoughts()
    {
        const string Answer = "<think>\nMaybe <tool_call>{\"name\":\"ping\"}</tool_call>?\n</think>\n\nNow.\n<tool_call>\n{\"name\": \"ping\", \"arguments\": {}}\n</tool_call>";
        foreach (var pieces in Splits(Answer))
        {
            var read = Read(AnswerParser.For(ToolSamples.Request, ToolDialect.Hermes, Think, inside: false), pieces);
            Assert.Equal(("Maybe <tool_call>{\"name\":\"ping\"}</tool_call>?", "Now."), (read.Reasoning, read.Text));
            Assert.Equal(["ping {}"], read.Calls);
        }
    }

    [Fact]
    public void The_reasoning_of_gpt_oss_is_its_analysis()
    {
        var (_, answer, _, _) = ToolSamples.Answers.First(sample => sample.Dialect == ToolDialect.GptOss);
        foreach (var pieces in Splits(answer)) Assert.Equal("Think.", Read(Parser(ToolDialect.GptOss), pieces).Reasoning);
    }

    [Fact]
    public void Text_is_let_out_as_soon_as_it_cannot_be_a_mark()
    {
        var parser = Parser(ToolDialect.Hermes);
        Assert.Equal("Hello", parser.Feed("Hello").Text);
        Assert.Equal(" a", parser.Feed(" a <to").Text);
        Assert.Equal(" <tox", parser.Feed("x").Text);
        Assert.Equal("", parser.Feed(" <tool_call>{\"name\"").Text);
        var call = Assert.Single(parser.Feed(":\"ping\",\"arguments\":{}}").Calls);
        Assert.Equal(("ping", "{}", true), (call.Name, call.Arguments, call.IsLast));
        Assert.True(parser.Feed("</tool_call>\n").IsEmpty);
        Assert.True(parser.End().IsEmpty);
    }

    [Fact]
    public void Ids_are_the_models_own_or_nine_letters_and_never_twice()
    {
        var read = Calls(ToolDialect.MistralIdentified, string.Concat(Enumerable.Repeat("[TOOL_CALLS]ping[CALL_ID]abcdefghi[ARGS]{}", 3)));
        Assert.Equal("abcdefghi", read[0].Id);
        Assert.Equal(3, read.Select(call => call.Id).Distinct().Count());
        Assert.All(read, call => Assert.Matches("^[a-zA-Z0-9]{9}$", call.Id));
        // An id that follows the arguments comes too late: they were told on under another.
        Assert.NotEqual("abcdefghi", Calls(ToolDialect.Mistral, "[TOOL_CALLS][{\"name\": \"ping\", \"arguments\": {}, \"id\": \"abcdefghi\"}]")[0].Id);
        Assert.Equal(9, Calls(ToolDialect.CommandR7B, "<|START_ACTION|>[{\"tool_call_id\": \"0\", \"tool_name\": \"ping\", \"parameters\": {}}]")[0].Id!.Length);
        Assert.Equal("functions.ping:0", Calls(ToolDialect.KimiK2, "<|tool_calls_section_begin|><|tool_call_begin|>functions.ping:0<|tool_call_argument_begin|>{}")[0].Id);
    }

    [Fact]
    public void Without_tools_or_with_none_chosen_marks_are_text()
    {
        const string Answer = "<tool_call>{\"name\":\"ping\",\"arguments\":{}}</tool_call>";
        foreach (var request in new[] { ToolSamples.Request with { Tools = [] }, ToolSamples.Request with { ToolChoice = ToolChoice.None } })
        {
            Assert.Equal(Answer, Read(AnswerParser.For(request, ToolDialect.Hermes, null, false), [Answer]).Text);
        }
    }

    /// <summary>
    /// Whatever a model writes, it is read the same in any pieces, loses no more than marks and white space, and no call is broken.
    /// </summary>
    [Fact]
    public void Spoilt_answers_are_survived_and_read_the_same_in_any_pieces()
    {
        var random = new Random(5);
        for (var round = 0; round < Rounds.Of(4000, 400_000); round++)
        {
            var (dialect, answer, _, _) = ToolSamples.Answers[random.Next(ToolSamples.Answers.Count)];
            var spoilt = Spoil(answer, random);
            ReasoningMarks? marks = random.Next(2) == 0 ? Think : null;
            var inside = random.Next(2) == 0;
            var whole = Read(AnswerParser.For(ToolSamples.Request, dialect, marks, inside), [spoilt]);
            var pieces = Read(AnswerParser.For(ToolSamples.Request, dialect, marks, inside), Pieces(spoilt, random));
            Assert.True(whole.Text == pieces.Text && whole.Reasoning == pieces.Reasoning && whole.Calls.SequenceEqual(pieces.Calls), $"{dialect.Name}: {spoilt}");
            foreach (var call in whole.Calls.Where(call => !call.EndsWith(JoinedCalls.Broken, StringComparison.Ordinal)))
            {
                using var arguments = JsonDocument.Parse(call[call.IndexOf(' ')..]);
                Assert.Equal(JsonValueKind.Object, arguments.RootElement.ValueKind);
            }
        }
    }

    [Fact]
    public void A_long_answer_is_read_in_time_that_grows_with_its_length()
    {
        var argument = string.Concat(Enumerable.Repeat("word \\\" { ", 20_000));
        var parser = Parser(ToolDialect.Hermes);
        parser.Feed("<tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": \"");
        for (var at = 0; at < argument.Length; at += 100)
        {
            var piece = argument.Substring(at, Math.Min(100, argument.Length - at));
            Assert.Equal(piece, Assert.Single(parser.Feed(piece).Calls).Arguments);
        }
        Assert.True(Assert.Single(parser.Feed("\"}}</tool_call>").Calls).IsLast);
    }

    private static AnswerParser Parser(ToolDialect dialect) => AnswerParser.For(ToolSamples.Request, dialect, null, inside: false);

    [Fact]
    public void Arguments_are_told_on_as_they_come()
    {
        var parser = Parser(ToolDialect.Hermes);
        Assert.Empty(parser.Feed("<tool_call>\n{\"name\": \"get_weather\", \"arguments\": ").Calls);
        var begin = Assert.Single(parser.Feed("{\"ci").Calls);
        Assert.Equal(("get_weather", "{\"ci", false), (begin.Name, begin.Arguments, begin.IsLast));
        Assert.Equal(new ToolCallDelta("ty\": \"B}"), Assert.Single(parser.Feed("ty\": \"B}").Calls));
        Assert.Equal(new ToolCallDelta("\"}") { IsLast = true }, Assert.Single(parser.Feed("\"}, \"more\": {}}").Calls));
        Assert.True(parser.Feed("\n</tool_call>").IsEmpty);
    }

    [Fact]
    public void What_follows_the_place_where_arguments_stop_being_JSON_is_text()
    {
        var read = Read(Parser(ToolDialect.Hermes), ["<tool_call>{\"name\": \"ping\", \"arguments\": {\"a\": nope}} Well."]);
        Assert.Equal(("ope}} Well.", "ping {\"a\": n" + JoinedCalls.Broken), (read.Text, Assert.Single(read.Calls)));
    }

    private static IReadOnlyList<ToolCallDelta> Calls(ToolDialect dialect, string answer)
    {
        var parser = Parser(dialect);
        return [.. parser.Feed(answer).Calls.Concat(parser.End().Calls).Where(call => call.Name is not null)];
    }

    internal static (string Text, string Reasoning, IReadOnlyList<string> Calls) Read(AnswerParser parser, IEnumerable<string> pieces)
    {
        var read = pieces.Select(parser.Feed).ToList();
        read.Add(parser.End());
        return (string.Concat(read.Select(piece => piece.Text)), string.Concat(read.Select(piece => piece.Reasoning)),
            [.. JoinedCalls.Of(read.SelectMany(piece => piece.Calls)).Select(call => $"{call.Name} {call.Arguments}")]);
    }

    private static IEnumerable<string[]> Splits(string answer)
    {
        for (var at = 0; at <= answer.Length; at++) yield return [answer[..at], answer[at..]];
        yield return [.. answer.Select(letter => letter.ToString())];
    }

    private static IEnumerable<string> Pieces(string text, Random random)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 9), text.Length - at);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static string Spoil(string answer, Random random)
    {
        for (var times = random.Next(4); times > 0 && answer.Length > 1; times--)
        {
            var (from, to) = (random.Next(answer.Length), random.Next(answer.Length));
            answer = random.Next(5) switch
            {
                0 => answer.Remove(from, 1),
                1 => answer[..from],
                2 => answer.Insert(from, "{}[]<>\",:\\ \n|"[random.Next(13)].ToString()),
                3 => answer.Insert(from, answer[Math.Min(from, to)..Math.Max(from, to)]),
                _ => answer.Insert(from, random.Next(2) == 0 ? "<think>" : "</think>"),
            };
        }
        return answer;
    }
}
