using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Templates;

public sealed class ChatTemplateTests
{
    private const string ChatMl = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}";

    private static readonly ToolDefinition Weather = new("weather", null, Json("""{"type": "object"}"""));

    [Fact]
    public void A_chat_is_rendered_for_an_answer() =>
        Assert.Equal("<|system|>Be brief.\n<|user|>Hi\n<|assistant|>", Render(ChatMl, [new("system", "Be brief."), new("user", "Hi")]));

    [Theory]
    [InlineData("Once upon a")]
    [InlineData("  Once upon a ")]
    [InlineData("")]
    public void An_assistants_last_message_is_gone_on_with(string begun) =>
        Assert.Equal($"<|user|>Hi\n<|assistant|>{begun}", Render(ChatMl, [new("user", "Hi"), new("assistant", begun)]));

    [Fact]
    public void An_assistants_last_message_that_the_template_leaves_out_follows_what_begins_an_answer() =>
        Assert.Equal("HiA:Once", Render("{{ messages[0].content }}{% if add_generation_prompt %}A:{% endif %}", [new("user", "Hi"), new("assistant", "Once")]));

    [Fact]
    public void A_system_goes_before_the_user_where_the_template_knows_none()
    {
        const string Source = "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}<{{ m.content }}>{% endfor %}";
        Assert.Equal("<Be brief.\n\nHi>", Render(Source, [new("system", "Be brief."), new("user", "Hi")]));
        Assert.Equal("<Be brief.>", Render(Source, [new("developer", "Be brief.")]));
    }

    [Fact]
    public void Content_comes_as_parts_where_the_template_wants_it_so() =>
        Assert.Equal("Hi", Render("{% for m in messages %}{% for part in m.content %}{{ part.text }}{% endfor %}{% endfor %}", [new("user", "Hi")]));

    [Fact]
    public void Calls_and_results_have_the_shape_of_OpenAIs()
    {
        const string Source = "{% for m in messages %}{{ m|tojson }}\n{% endfor %}{{ tools|tojson }}";
        ChatMessage[] chat =
        [
            new("user", "Hi"),
            new("assistant", "") { ToolCalls = [new ToolCall("c1", "weather", """{"city":"Rome","days":1.0}""")] },
            new("tool", "28") { ToolCallId = "c1" },
        ];
        var lines = Render(Source, chat, new ChatOptions { Tools = [Weather] }).Split('\n');
        Assert.Equal("""{"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "weather", "arguments": {"city": "Rome", "days": 1.0}}}]}""", lines[1]);
        Assert.Equal("""{"role": "tool", "content": "28", "tool_call_id": "c1", "name": "weather"}""", lines[2]);
        Assert.Equal("""[{"type": "function", "function": {"name": "weather", "description": "", "parameters": {"type": "object"}}}]""", lines[3]);
    }

    [Fact]
    public void Arguments_come_as_text_where_the_template_adds_them_to_text() =>
        Assert.Equal(
            """:{"a": 1}""",
            Render("{% for m in messages %}{% for c in m.tool_calls %}{{ ':' + c.function.arguments }}{% endfor %}{% endfor %}", [Calling("""{"a": 1}""")]));

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    public void Arguments_that_are_no_object_are_refused(string arguments)
    {
        var refused = Assert.Throws<RequestException>(() => Render("{% for m in messages %}{{ m.tool_calls|tojson }}{% endfor %}", [Calling(arguments)]));
        Assert.Contains("weather", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_refuses_a_chat_in_its_own_words()
    {
        var refused = Assert.Throws<RequestException>(() => Render(
            "{% if messages|length > 1 %}{{ raise_exception('Conversation roles must alternate.') }}{% endif %}{{ messages[0].content }}",
            [new("user", "Hi"), new("user", "Ho")]));
        Assert.Equal("The model's chat template refuses this chat: Conversation roles must alternate.", refused.Message);
    }

    [Fact]
    public void Options_reach_the_template()
    {
        const string Source = "{{ [enable_thinking, reasoning_effort, date, bos_token, eos_token, tools, messages|length] }}";
        var options = new ChatOptions { Think = false, ReasoningEffort = "low", Variables = Json("""{"date": "today", "messages": 1, "enable_thinking": true}""") };
        Assert.Equal("""[true, "low", "today", "<s>", "</s>", undefined, 1]""", Render(Source, [new("user", "Hi")], options));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void Variables_that_are_no_object_are_refused(string variables) =>
        Assert.Throws<RequestException>(() => Render(ChatMl, [new("user", "Hi")], new ChatOptions { Variables = Json(variables) }));

    [Fact]
    public void An_open_reasoning_is_told()
    {
        const string Source = ChatMl + "{% if add_generation_prompt %}{{ '<think>\n' if enable_thinking is not false else '<think></think>' }}{% endif %}";
        var template = Parse(Source);
        Assert.True(template.Render([new("user", "Hi")], new ChatOptions(), default).IsReasoningOpen);
        Assert.False(template.Render([new("user", "Hi")], new ChatOptions { Think = false }, default).IsReasoningOpen);
        Assert.True(template.Traits.HasThinkingSwitch);
    }

    [Fact]
    public void A_request_without_the_choice_of_tools_shows_none()
    {
        var request = new GenerationRequest { Tools = [Weather], ToolChoice = ToolChoice.None, Think = true };
        Assert.Empty(ChatOptions.Of(request).Tools);
        Assert.True(ChatOptions.Of(request).Think);
        Assert.Single(ChatOptions.Of(request with { ToolChoice = ToolChoice.Auto }).Tools);
    }

    private static ChatMessage Calling(string arguments) => new("assistant", "") { ToolCalls = [new ToolCall("c1", "weather", arguments)] };

    private static ChatTemplate Parse(string source) => ChatTemplate.Parse(source, "<s>", "</s>", new ManualClock(), default);

    private static string Render(string source, IReadOnlyList<ChatMessage> messages, ChatOptions? options = null) =>
        Parse(source).Render(messages, options ?? new ChatOptions(), default).Text;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
