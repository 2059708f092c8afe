using GoatHost.Abstractions;
using GoatHost.Cli.Conversations;
using GoatHost.Composition;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Cli;

public sealed class ChatLoopTests
{
    [Fact]
    public async Task Remembers_what_was_said_until_it_is_cleared()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("hello there") };
        var terminal = await ChatAsync(session, raw: false, "/set system Be a goat.\nfirst\nsecond\n/clear\nthird\n/bye\nnever");

        Assert.Equal(["system:Be a goat.", "user:first"], Said(session.Requests[0]));
        Assert.Equal(["system:Be a goat.", "user:first", "assistant:hello there", "user:second"], Said(session.Requests[1]));
        Assert.Equal(["system:Be a goat.", "user:third"], Said(session.Requests[2]));
        Assert.Equal(3, session.Requests.Count);
        Assert.Contains("hello there\n", terminal.Out);
    }

    [Fact]
    public async Task Takes_several_lines_between_fences()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("yes") };
        await ChatAsync(session, raw: false, "\"\"\"one\ntwo\n\"\"\"\n");
        Assert.Equal(["user:one\ntwo"], Said(session.Requests[0]));
    }

    [Fact]
    public async Task Continues_prompts_when_there_is_no_template()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("was the word") };
        var terminal = await ChatAsync(session, raw: true, "In the beginning\n");
        Assert.Equal("In the beginning", session.Requests[0].Prompt);
        Assert.Null(session.Requests[0].Messages);
        Assert.Contains("no chat template", terminal.Out);
    }

    [Fact]
    public async Task Goes_on_after_a_refusal()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new GoatException("The prompt is 300 tokens and the context 256.")) };
        var terminal = await ChatAsync(session, raw: false, "first\nsecond\n");
        Assert.Equal(2, session.Requests.Count);
        Assert.Contains("goat: The prompt is 300 tokens", terminal.Error);
    }

    [Fact]
    public async Task Writes_model_output_harmlessly()
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "a\u001b[2Jb\nc" }] };
        var terminal = await ChatAsync(session, raw: false, "hi\n");
        Assert.Contains("a[2Jb\nc", terminal.Out);
        Assert.DoesNotContain('\u001b', terminal.Out);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_answer_and_the_chat_goes_on()
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "half" }], Endless = true };
        var terminal = new ScriptedTerminal("first\n/show\n/bye\n", isTerminal: true);
        var interrupts = new Interrupts();
        Assert.False(interrupts.TryHandle());
        var conversation = new Conversation(new OwnModel(session), new GenerationRequest(), raw: false);
        var chat = new ChatLoop(terminal.Terminal, conversation, "goat:Q8_0", interrupts).RunAsync(CancellationToken.None);

        while (!interrupts.TryHandle()) await Task.Delay(5);
        await chat.WaitAsync(TimeSpan.FromSeconds(30));

        await session.Stopped;
        Assert.Equal(2, terminal.Out.Split("goat:Q8_0 on script, context 256 tokens.").Length - 1);
        Assert.False(interrupts.TryHandle());
    }

    private static async Task<ScriptedTerminal> ChatAsync(ScriptedSession session, bool raw, string input)
    {
        var terminal = new ScriptedTerminal(input, isTerminal: true);
        await new ChatLoop(terminal.Terminal, new Conversation(new OwnModel(session), new GenerationRequest(), raw), "goat:Q8_0", new Interrupts())
            .RunAsync(CancellationToken.None);
        return terminal;
    }

    private static IEnumerable<string> Said(GenerationRequest request) => request.Messages!.Select(message => $"{message.Role}:{message.Content}");
}
