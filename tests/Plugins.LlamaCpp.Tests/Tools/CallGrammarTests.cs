using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.Plugins.LlamaCpp.Templates;
using GoatHost.Plugins.LlamaCpp.Tools;
using GoatHost.TestKit;
using Plugins.LlamaCpp.Tests.Grammars;

namespace Plugins.LlamaCpp.Tests.Tools;

public sealed class CallGrammarTests
{
    private static readonly ReasoningMarks Think = new("<think>", "</think>");

    public static TheoryData<string> Dialects { get; } = [.. ToolDialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Every_text_of_the_grammar_is_read_as_calls_that_the_schemas_allow(string name)
    {
        var dialect = Dialect(name);
        var grammar = Grammar(dialect, ToolSamples.Request with { ToolChoice = ToolChoice.Required });
        var (words, random, seen) = (new GrammarWords(grammar), new Random(3), new HashSet<string>());
        for (var round = 0; round < Rounds.Of(150, 5000); round++)
        {
            var text = words.Write(random);
            var read = AnswerParserTests.Read(AnswerParser.For(ToolSamples.Request, dialect, null, false), [text]);
            Assert.True(read.Text.Length == 0, text);
            Assert.NotEmpty(read.Calls);
            foreach (var call in read.Calls)
            {
                var (tool, arguments) = (call[..call.IndexOf(' ')], call[call.IndexOf(' ')..]);
                seen.Add(tool);
                var schema = ToolSamples.All.Single(one => one.Name == tool).Parameters;
                using var parsed = JsonDocument.Parse(arguments, new JsonDocumentOptions { MaxDepth = 200 });
                if (schema.ValueKind == JsonValueKind.Object) Assert.True(new SchemaJudge(schema).Allows(parsed.RootElement), text);
            }
        }
        Assert.Equal(3, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Llama_cpp_reads_the_grammar_and_takes_the_same_texts(string name)
    {
        var dialect = Dialect(name);
        foreach (var reasoning in new[] { null, Think })
        {
            var grammar = Grammar(dialect, ToolSamples.Request with { ToolChoice = ToolChoice.Required }, reasoning);
            var (words, random) = (new GrammarWords(grammar), new Random(17));
            for (var round = 0; round < 8; round++)
            {
                var text = words.Write(random, budget: 6);
                if (round % 2 == 1) text = text[..random.Next(text.Length)];
                if (char.IsHighSurrogate(text.LastOrDefault())) continue;
                using var native = new NativeGrammar(grammar.Text);
                Assert.True(native.IsRead, grammar.Text);
                Assert.True(grammar.Accepts(text) == native.Accepts(text), text);
            }
        }
    }

    [Fact]
    public void The_answers_that_families_give_are_texts_of_their_grammars()
    {
        // The first call that the samples have of each family is as its template writes it; others break its rules.
        foreach (var samples in ToolSamples.Answers.Where(sample => sample.Calls.Length > 0).GroupBy(sample => sample.Dialect))
        {
            var (dialect, answer, text, _) = samples.First();
            var calls = answer[text.Length..].Replace("<|call|>", "", StringComparison.Ordinal);
            if (!dialect.Channels) calls = calls.Trim();
            Assert.True(Grammar(dialect, ToolSamples.Request with { ToolChoice = ToolChoice.Required }).Accepts(calls), answer);
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_named_tool_is_called_and_one_call_stays_one(string name)
    {
        var dialect = Dialect(name);
        var request = ToolSamples.Request with { ToolChoice = new ToolChoice(ToolChoiceKind.Named, "math.add"), ParallelToolCalls = false };
        var (words, random) = (new GrammarWords(Grammar(dialect, request)), new Random(23));
        for (var round = 0; round < 60; round++)
        {
            var call = Assert.Single(AnswerParserTests.Read(AnswerParser.For(request, dialect, null, false), [words.Write(random)]).Calls);
            Assert.StartsWith("math.add {", call);
        }
    }

    [Fact]
    public void Without_tools_and_format_the_answer_is_free()
    {
        Assert.Null(AnswerGrammar.For(new GenerationRequest(), ToolDialect.Hermes, Think, false));
        Assert.Null(AnswerGrammar.For(ToolSamples.Request with { ToolChoice = ToolChoice.None }, ToolDialect.Hermes, null, false));
    }

    [Fact]
    public void A_format_comes_after_the_reasoning_and_beside_calls()
    {
        var format = new ResponseFormat(JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}"""));
        var plain = new GenerationRequest { Format = format };
        Assert.True(AnswerGrammar.For(plain, ToolDialect.Hermes, null, false)!.Grammar.Accepts("{\"a\": 1}"));
        Assert.True(AnswerGrammar.For(plain, ToolDialect.Hermes, Think, false)!.Grammar.Accepts("{\"a\": 1}"));
        Assert.True(AnswerGrammar.For(plain, ToolDialect.Hermes, Think, false)!.Grammar.Accepts("<think>\nHm </th </think>\n\n{\"a\": 1}"));
        var inside = AnswerGrammar.For(plain, ToolDialect.Hermes, Think, true)!;
        Assert.False(inside.IsLazy);
        Assert.True(inside.Grammar.Accepts("Hm.</think>{\"a\": 1}"));
        Assert.False(inside.Grammar.Accepts("{\"a\": 1}"));
        Assert.False(AnswerGrammar.For(plain with { Think = false }, ToolDialect.Hermes, Think, false)!.Grammar.Accepts("<think>a</think>{\"a\": 1}"));
        Assert.True(AnswerGrammar.For(plain, ToolDialect.GptOss, null, false)!.Grammar.Accepts(
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{\"a\": 1}"));
        var both = AnswerGrammar.For(ToolSamples.Request with { Format = format }, ToolDialect.Hermes, null, false)!;
        Assert.True(both.Grammar.Accepts("{\"a\": 1}") && both.Grammar.Accepts("<tool_call>\n{\"name\": \"ping\", \"arguments\": {}}\n</tool_call>"));
        var given = new GenerationRequest { Format = new ResponseFormat(null) { Grammar = "root ::= \"x\"+" } };
        Assert.True(AnswerGrammar.For(given, ToolDialect.Hermes, null, false)!.Grammar.Accepts("xxx"));
    }

    [Fact]
    public void A_schema_of_a_strict_tool_that_cannot_be_kept_to_is_refused_by_its_name_and_its_place()
    {
        var schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"array","uniqueItems":true},"b":{"type":"string","pattern":"^x"}}}""");
        foreach (var dialect in ToolDialect.All)
        {
            var loose = new ToolDefinition("look", null, schema);
            var request = new GenerationRequest { Messages = [new("user", "Hi")], Tools = [loose, ToolSamples.Ping] };
            var noticed = Assert.Single(AnswerGrammar.For(request, dialect, null, false)!.Notices.Take(1));
            Assert.Contains("'look'", noticed);
            var refused = Assert.Throws<RequestException>(() => AnswerGrammar.For(request with { Tools = [loose with { Strict = true }, ToolSamples.Ping] }, dialect, null, false));
            Assert.Contains("'look' is strict", refused.Message);
            Assert.Contains("at #/properties/", refused.Message);
            Assert.EndsWith(".", refused.Message);
            Assert.Empty(AnswerGrammar.For(ToolSamples.Request with { Tools = [ToolSamples.Weather with { Strict = true }] }, dialect, null, false)!.Notices);
        }
    }

    [Fact]
    public void A_schema_of_a_tool_that_cannot_be_kept_to_leaves_its_arguments_free()
    {
        var odd = new ToolDefinition("odd", null, JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"array","uniqueItems":true}},"minProperties":1}"""));
        var never = new ToolDefinition("never", null, JsonElement.Parse("""{"type":"object","properties":{"a":false},"required":["a"]}"""));
        var request = ToolSamples.Request with { Tools = [odd, never, ToolSamples.Ping], ToolChoice = ToolChoice.Required };
        var grammar = AnswerGrammar.For(request, ToolDialect.Hermes, null, false)!.Grammar;
        Assert.True(grammar.Accepts("<tool_call>{\"name\": \"odd\", \"arguments\": {\"b\": [1, 1]}}</tool_call>"));
        Assert.True(grammar.Accepts("<tool_call>{\"name\": \"never\", \"arguments\": {}}</tool_call>"));
    }

    [Theory]
    [InlineData("name", "letters, digits")]
    [InlineData("twice", "Two tools")]
    [InlineData("named", "not among those given")]
    [InlineData("required", "none was given")]
    [InlineData("grammar", "either tools or a grammar")]
    public void What_makes_no_sense_is_refused_with_a_sentence(string what, string named)
    {
        var request = what switch
        {
            "name" => ToolSamples.Request with { Tools = [new ToolDefinition("get weather", null, default)] },
            "twice" => ToolSamples.Request with { Tools = [ToolSamples.Ping, ToolSamples.Ping] },
            "named" => ToolSamples.Request with { ToolChoice = new ToolChoice(ToolChoiceKind.Named, "pong") },
            "required" => new GenerationRequest { ToolChoice = ToolChoice.Required },
            _ => ToolSamples.Request with { Format = new ResponseFormat(null) { Grammar = "root ::= \"x\"" } },
        };
        var refused = Assert.Throws<RequestException>(() => AnswerGrammar.For(request, ToolDialect.Hermes, null, false));
        Assert.Contains(named, refused.Message);
        Assert.EndsWith(".", refused.Message);
    }

    private static ToolDialect Dialect(string name) => ToolDialect.All.Single(dialect => dialect.Name == name);

    private static Grammar Grammar(ToolDialect dialect, GenerationRequest request, ReasoningMarks? reasoning = null) =>
        AnswerGrammar.For(request, dialect, reasoning, inside: false)!.Grammar;
}
