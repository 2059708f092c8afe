using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Tools;
using Plugins.LlamaCpp.Tests.Grammars;

namespace Plugins.LlamaCpp.Tests.Tools;

public sealed class GrammarTriggerTests
{
    [Fact]
    public void A_mark_over_several_tokens_has_the_grammar_take_hold_from_the_token_it_begins_in()
    {
        var trigger = new GrammarTrigger(Lazy(ToolDialect.Hermes));
        Assert.Equal(0, trigger.Add("Well"));
        Assert.Equal(0, trigger.Add(".\n<"));
        Assert.Equal(0, trigger.Add("tool_"));
        Assert.Equal(3, trigger.Add("call>"));
        Assert.Equal(0, trigger.Add("<tool_call>"));
    }

    [Fact]
    public void A_token_that_runs_on_into_what_the_grammar_forbids_leaves_the_answer_free()
    {
        Assert.Equal(1, new GrammarTrigger(Lazy(ToolDialect.Hermes)).Add("<tool_call>\n{"));
        var trigger = new GrammarTrigger(Lazy(ToolDialect.Hermes));
        Assert.Equal(0, trigger.Add("<tool_call>!"));
        Assert.Equal(0, trigger.Add("<tool_call>"));
    }

    [Fact]
    public void Bare_json_is_a_call_at_the_beginning_alone()
    {
        var pieces = new[] { " ", "{\"", "name", "\":" };
        var trigger = new GrammarTrigger(Lazy(ToolDialect.Llama3));
        Assert.Equal([0, 0, 0, 3], pieces.Select(trigger.Add));
        trigger = new GrammarTrigger(Lazy(ToolDialect.Llama3));
        Assert.Equal(0, trigger.Add("So:"));
        Assert.All(pieces, piece => Assert.Equal(0, trigger.Add(piece)));
    }

    [Fact]
    public void The_mark_is_found_late_in_a_long_answer()
    {
        var trigger = new GrammarTrigger(Lazy(ToolDialect.GptOss));
        for (var i = 0; i < 3000; i++) Assert.Equal(0, trigger.Add("<|start|>assist "));
        Assert.Equal(0, trigger.Add("<|start|>"));
        Assert.Equal(0, trigger.Add("assistant"));
        Assert.Equal(0, trigger.Add("<|channel|>"));
        Assert.Equal(0, trigger.Add("commentary"));
        Assert.Equal(3, trigger.Add(" to=functions."));
    }

    [Fact]
    public void Llama_cpp_takes_hold_from_the_tokens_that_it_is_given()
    {
        foreach (var dialect in ToolDialect.All)
        {
            var lazy = Lazy(dialect);
            using var native = new NativeGrammar(lazy.Gbnf, lazy.Triggers);
            Assert.True(native.IsRead, dialect.Name);
        }
        var hermes = Lazy(ToolDialect.Hermes);
        using var grammar = new NativeGrammar(hermes.Gbnf, hermes.Triggers);
        var trigger = new GrammarTrigger(hermes);
        var tokens = NativeGrammar.Vocabulary.Tokenize("In the beginning <tool_call>", marks: false);
        var given = 0;
        for (var i = 0; i < tokens.Length && given == 0; i++)
        {
            given = trigger.Add(NativeGrammar.Vocabulary.PieceText(tokens[i]));
            if (given == 0) continue;
            foreach (var token in tokens[(i + 1 - given)..(i + 1)]) grammar.Feed(token);
        }
        Assert.NotEqual(0, given);
        Assert.True(grammar.Allows(Token('{')));
        Assert.False(grammar.Allows(Token('!')));
    }

    private static int Token(char letter) =>
        Enumerable.Range(0, NativeGrammar.Vocabulary.Size).First(token => NativeGrammar.Vocabulary.PieceText(token) == letter.ToString());

    private static OutputGrammar Lazy(ToolDialect dialect)
    {
        var grammar = AnswerGrammar.For(ToolSamples.Request with { ToolChoice = ToolChoice.Auto }, dialect, null, false)!;
        Assert.True(grammar.IsLazy);
        return grammar;
    }
}
