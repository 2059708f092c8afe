using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.Plugins.LlamaCpp.Tools;
using Plugins.LlamaCpp.Tests.Tools;

namespace Plugins.LlamaCpp.Tests.Grammars;

/// <summary>A model that knows nothing but the King James Bible writes what it is made to.</summary>
public sealed class GrammarGenerationTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string","maxLength":12},"age":{"type":"integer","minimum":0,"maximum":969},"king":{"type":"boolean"}},"required":["name","age"],"additionalProperties":false}""")]
    [InlineData("""{"type":"array","items":{"enum":["Adam","Eve","Cain","Abel","Seth"]},"minItems":2,"maxItems":4}""")]
    [InlineData("""{"anyOf":[{"type":"object","properties":{"kind":{"const":"beast"},"legs":{"enum":[2,4]}},"required":["kind","legs"]},{"type":"string","pattern":"^[A-Z][a-z]{2,8}$"}]}""")]
    [InlineData("""{"type":"object","properties":{"born":{"type":"string","format":"date"},"height":{"type":"number","minimum":0.5,"maximum":6}},"required":["born","height"]}""")]
    [InlineData("""{"const":"In the beginning 👋"}""")]
    public async Task What_a_model_writes_under_a_grammar_is_what_the_schema_allows(string schema)
    {
        var asked = JsonElement.Parse(schema);
        var grammar = SchemaGrammar.Of(asked);
        for (uint seed = 1; seed <= 3; seed++)
        {
            var text = await GenerateAsync(grammar.Text, "The book of the generations of Adam, as JSON: ", seed);
            Assert.True(new SchemaJudge(asked).Allows(JsonElement.Parse(text)), text);
            Assert.True(grammar.Accepts(text), text);
        }
    }

    [Theory]
    [InlineData("Hermes")]
    [InlineData("Qwen3-Coder")]
    [InlineData("Mistral v11")]
    [InlineData("Command R7B")]
    public async Task A_model_that_knows_no_tools_calls_the_one_it_has_to(string dialect)
    {
        var weather = new ToolDefinition("get_weather", null, JsonElement.Parse("""
            {"type":"object","properties":{"city":{"enum":["Babel","Nineveh"]},"days":{"type":"integer","minimum":1,"maximum":40}},"required":["city","days"],"additionalProperties":false}
            """));
        var request = new GenerationRequest { Messages = [new("user", "Hi")], Tools = [weather, ToolSamples.Ping], ToolChoice = new(ToolChoiceKind.Named, "get_weather"), ParallelToolCalls = false };
        var family = ToolDialect.All.Single(one => one.Name == dialect);
        var text = await GenerateAsync(AnswerGrammar.For(request, family, null, inside: false)!.Gbnf, "What shall the weather be? ", seed: 5);
        var parser = AnswerParser.For(request, family, null, inside: false);
        var call = Assert.Single(JoinedCalls.Of([.. parser.Feed(text).Calls, .. parser.End().Calls]));
        Assert.Equal("get_weather", call.Name);
        Assert.True(new SchemaJudge(weather.Parameters).Allows(JsonElement.Parse(call.Arguments)), call.Arguments);
    }

    private static async Task<string> GenerateAsync(string gbnf, string prompt, uint seed)
    {
        await using var session = await TinyModel.OpenAsync();
        var answer = await session.AskAsync(TinyModel.Prompt(prompt, 300, seed, temperature: 1) with { Format = new ResponseFormat(null) { Grammar = gbnf } });
        Assert.True(answer.End.Reason == FinishReason.Stop, answer.Text);
        return answer.Text;
    }
}
