using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Templates;

public sealed class ChatRendererTests
{
    private static readonly ChatMessage[] Chat = [new("user", "Hi")];
    private static readonly ChatOptions WithTools = new() { Tools = [new ToolDefinition("now", "The time", JsonDocument.Parse("{}").RootElement)] };

    [Fact]
    public void The_models_own_template_is_taken()
    {
        var rendered = Make("{{ messages[0].content }}!").Render(Chat, new ChatOptions(), default);
        Assert.Equal(("Hi!", null), (rendered.Text, rendered.Notice));
    }

    [Theory]
    [InlineData("{% if %}", "'%}' is not expected here (line 1, column 7)")]
    [InlineData("{{ messages.nothing() }}", "an undefined value cannot be called: 'nothing' (line 1, column 20)")]
    [InlineData("{% for x in range(10 ** 9) %}{% endfor %}", "more than 5,000,000 steps")]
    public void A_template_that_fails_is_replaced_with_a_notice(string source, string reason)
    {
        var rendered = Make(source).Render(Chat, new ChatOptions(), default);
        Assert.Equal("built in: Hi", rendered.Text);
        Assert.Contains(reason, rendered.Notice, StringComparison.Ordinal);
        Assert.Contains("llama.cpp's own", rendered.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "no chat template")]
    [InlineData("{% if %}", "cannot be rendered")]
    public void Tools_are_refused_where_nothing_could_show_them(string? source, string reason)
    {
        var refused = Assert.Throws<RequestException>(() => Make(source).Render(Chat, WithTools, default));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_template_is_no_cause_for_a_notice() => Assert.Null(Make(null).Render(Chat, new ChatOptions(), default).Notice);

    [Fact]
    public void What_the_template_itself_refuses_is_not_tried_otherwise() =>
        Assert.Throws<RequestException>(() => Make("{{ raise_exception('No.') }}").Render(Chat, new ChatOptions(), default));

    private static ChatRenderer Make(string? source) =>
        new(source, "", "", messages => $"built in: {messages[0].Content}", new ManualClock(), CancellationToken.None);
}
