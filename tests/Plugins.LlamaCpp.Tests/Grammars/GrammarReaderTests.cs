using System.Diagnostics;
using System.Text.Json;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Grammars;

public sealed class GrammarReaderTests
{
    [Theory]
    [InlineData("root ::= \"yes\" | \"no\"", "yes", "no")]
    [InlineData("# sums\nroot  ::= (sum \"\\n\")+ # lines\nsum ::= num ( [-+*/] num )*\nnum ::= [0-9]{1,3} | \"(\" sum \")\"", "1+22\n", "(1-2)*3\n7\n")]
    [InlineData("root ::= [^\\x61-\\u007A\\]\\n]{2,} \"\\U0001F44B\" . \"\\\\\\t\\\"\"", "AB👋x\\\t\"")]
    [InlineData("root ::=\n  a |\n  b\na ::= \"a\"? \"b\"\r\nb ::= \"c\"{2} | \"\"", "ab", "b", "cc", "")]
    [InlineData("root ::= [a\\-z-] ws \"x\"{2,3}\nws ::= [ ]*", "-  xx", "axxx")]
    public void A_grammar_is_read_and_takes_its_texts(string gbnf, params string[] texts)
    {
        var grammar = GrammarReader.Read(gbnf);
        foreach (var text in texts)
        {
            Assert.True(grammar.Accepts(text), text);
            using var own = new NativeGrammar(grammar.Text);
            Assert.True(own.Accepts(text), grammar.Text);
            using var given = new NativeGrammar(gbnf);
            Assert.True(given.Accepts(text), text);
        }
        Assert.False(grammar.Accepts("something else"));
    }

    [Theory]
    [MemberData(nameof(SchemaGrammarTests.Schemas), MemberType = typeof(SchemaGrammarTests))]
    public void What_was_written_is_read_as_the_same_grammar(string schema)
    {
        var written = SchemaGrammar.Of(JsonElement.Parse(schema));
        var read = GrammarReader.Read(written.Text);
        var (words, others, random) = (new GrammarWords(written), new GrammarWords(read), new Random(41));
        for (var round = 0; round < Rounds.Of(10, 500); round++)
        {
            Assert.True(read.Accepts(words.Write(random)));
            Assert.True(written.Accepts(others.Write(random)));
        }
    }

    [Theory]
    [InlineData("", "no rule 'root'")]
    [InlineData("root ::= missing", "no rule 'missing'")]
    [InlineData("root ::= \"a", "too soon")]
    [InlineData("root ::= \"a\" )", "')' where none can be in line 1")]
    [InlineData("root ::= \"a\"\nb = \"c\"", "line 2")]
    [InlineData("root ::= \"\\q\"", "escape")]
    [InlineData("root ::= <think> \"a\"", "names a token")]
    [InlineData("root ::= root \"a\" | \"b\"", "begins with itself")]
    [InlineData("root ::= e e root | \"b\"\ne ::= \"\" | \"x\"", "begins with itself")]
    [InlineData("root ::= e*\ne ::= \"\" | \"x\"", "may be empty")]
    [InlineData("root ::= \"a\" root", "no finite text")]
    [InlineData("root ::= []", "no finite text")]
    [InlineData("root ::= \"a\"{1000000000}", "repeats")]
    public void What_is_no_grammar_or_would_harm_is_refused(string gbnf, string named) =>
        Assert.Contains(named, Assert.Throws<GrammarException>(() => GrammarReader.Read(gbnf)).Message);

    [Fact]
    public void A_hostile_grammar_is_refused_soon()
    {
        var clock = Stopwatch.StartNew();
        Assert.Throws<GrammarException>(() => GrammarReader.Read("root ::= " + new string('(', 200_000)));
        var doubling = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"r{i} ::= r{i + 1} \"a\" | r{i + 1} \"b\""));
        Assert.Throws<GrammarException>(() => GrammarReader.Read($"root ::= r0\n{doubling}\nr60 ::= \"x\""));
        // From the end, from the beginning, and by a rule that was met before.
        var chain = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"r{i} ::= r{i + 1} | \"a\""));
        Assert.Throws<GrammarException>(() => GrammarReader.Read($"root ::= r0\n{chain}\nr10000 ::= \"x\""));
        Assert.Throws<GrammarException>(() => GrammarReader.Read($"root ::= z | r0\nz ::= r0 \"y\"\n{chain}\nr10000 ::= \"x\""));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Any_text_is_a_grammar_or_refused()
    {
        const string Letters = "ab::==\"\\[]()|*+?{}1,\n #.-^x<";
        var random = new Random(43);
        for (var round = 0; round < Rounds.Of(20_000, 1_000_000); round++)
        {
            var text = "root ::= " + new string([.. Enumerable.Range(0, random.Next(16)).Select(_ => Letters[random.Next(Letters.Length)])]);
            try
            {
                _ = GrammarReader.Read(text);
            }
            catch (GrammarException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }
}
