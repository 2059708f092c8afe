using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Grammars;

public sealed class RandomSchemaTests
{
    [Fact]
    public void Of_any_schema_every_text_of_the_grammar_is_allowed_and_taken_by_llama_cpp()
    {
        var random = new Random(29);
        var (kept, rounds) = (0, Rounds.Of(300, 20_000));
        for (var round = 0; round < rounds; round++)
        {
            var schema = new RandomSchema(random).Write();
            var asked = JsonElement.Parse(schema);
            if (Grammar(asked) is not { } grammar) continue;
            kept++;
            var (words, judge) = (new GrammarWords(grammar), new SchemaJudge(asked));
            for (var i = 0; i < 8; i++)
            {
                var text = words.Write(random);
                using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
                Assert.True(judge.Allows(document.RootElement), $"{schema}\n{text}");
                Assert.True(grammar.Accepts(text), $"{schema}\n{text}");
                Assert.True(grammar.Accepts(Compact(document.RootElement)), $"{schema}\n{text}");
            }
            using var native = new NativeGrammar(grammar.Text);
            Assert.True(native.IsRead, schema);
            Assert.True(native.Accepts(words.Write(random, budget: 4)), schema);
        }
        Assert.True(kept > rounds / 2, $"{kept} of {rounds}");
    }

    /// <summary>Whatever it is given, it makes a grammar or refuses.</summary>
    [Fact]
    public void Spoilt_schemas_are_refused_or_kept_to()
    {
        var random = new Random(31);
        for (var round = 0; round < Rounds.Of(3000, 200_000); round++)
        {
            var schema = new RandomSchema(random).Write();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var words = schema.Split('"');
                (words[random.Next(words.Length)], words[random.Next(words.Length)]) = (words[random.Next(words.Length)], words[random.Next(words.Length)]);
                schema = string.Join('"', words);
            }
            try
            {
                Grammar(JsonElement.Parse(schema));
            }
            catch (JsonException)
            {
                // No JSON any more.
                continue;
            }
        }
    }

    [Fact]
    public void Any_text_is_a_pattern_or_refused()
    {
        const string Letters = @"ab0\^$.|?*+()[]{}-,:<=!dwsux1&👋";
        var random = new Random(37);
        for (var round = 0; round < Rounds.Of(20_000, 1_000_000); round++)
        {
            var pattern = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)])]);
            try
            {
                _ = PatternReader.Read(pattern);
            }
            catch (GrammarException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    /// <summary>The same document as programs write it: without white space, and without escapes that need not be.</summary>
    private static string Compact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(member => $"{JsonText.Quoted(member.Name)}:{Compact(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Compact))}]",
        JsonValueKind.String => JsonText.Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static Grammar? Grammar(JsonElement schema)
    {
        try
        {
            return SchemaGrammar.Of(schema);
        }
        catch (RequestException refused)
        {
            Assert.EndsWith(".", refused.Message);
            return null;
        }
    }
}
