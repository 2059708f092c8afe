using System.Text.Json;
using GoatHost.Abstractions;
using Plugins.LlamaCpp.Tests.Tools;

namespace Plugins.LlamaCpp.Tests;

/// <summary>Chats as clients send them: through the model's template, with tools and shapes that a grammar keeps to.</summary>
public sealed class ChatTests
{
    private static readonly JsonElement Parameters = JsonElement.Parse(
        """{"type":"object","properties":{"city":{"enum":["Ur","Tyre"]},"days":{"enum":[1,9]}},"required":["city","days"]}""");

    private static GenerationRequest Chat { get; } = new()
    {
        Messages = [new("system", "Be brief."), new("user", "And God said, Let there be light.")],
        MaxTokens = 200,
        Sampling = new SamplingOptions { Seed = 3, Temperature = 0.7f },
    };

    [Fact]
    public async Task A_chat_is_shown_as_the_prompt_that_the_model_gets()
    {
        await using var session = await TinyModel.OpenAsync();
        Assert.Empty(session.Limits.Notices);
        var prompt = await session.RenderAsync(Chat, default);
        Assert.Contains("<|im_start|>user\nAnd God said, Let there be light.<|im_end|>", prompt);
        var raw = Chat with { Messages = null, Prompt = prompt };
        Assert.Equal((await session.AskAsync(Chat)).Text, (await session.AskAsync(raw)).Text);
        await Assert.ThrowsAsync<RequestException>(() => session.RenderAsync(raw, default));
    }

    [Theory]
    [InlineData(ToolChoiceKind.Required)]
    [InlineData(ToolChoiceKind.Named)]
    public async Task A_tool_that_must_be_called_is_called_with_arguments_that_fit(ToolChoiceKind kind)
    {
        await using var session = await TinyModel.OpenAsync();
        Assert.True(session.Limits.Tools);
        var request = Chat with
        {
            Messages = [new("user", "Hi")],
            Tools = [new ToolDefinition("weather", null, Parameters), new ToolDefinition("time", null, JsonElement.Parse("{}"))],
            ToolChoice = new ToolChoice(kind, kind == ToolChoiceKind.Named ? "weather" : null),
            ParallelToolCalls = false,
            ShiftContext = true,
            MaxTokens = 400,
        };
        var answer = await session.AskAsync(request);
        Assert.Equal((FinishReason.ToolCalls, ""), (answer.End.Reason, answer.Text.Trim()));
        var call = Assert.Single(JoinedCalls.Of(answer.Deltas.SelectMany(delta => delta.ToolCalls)));
        var arguments = JsonElement.Parse(call.Arguments);
        if (kind == ToolChoiceKind.Required && call.Name == "time") return;
        Assert.Equal("weather", call.Name);
        Assert.Contains(arguments.GetProperty("city").GetString(), new[] { "Ur", "Tyre" });
        Assert.InRange(arguments.GetProperty("days").GetInt32(), 1, 9);
    }

    [Fact]
    public async Task Tools_that_need_not_be_called_leave_the_answer_free()
    {
        await using var session = await TinyModel.OpenAsync();
        var tools = Chat with { Tools = [new ToolDefinition("weather", "Tells the weather.", Parameters)], MaxTokens = 20 };
        var answer = await session.AskAsync(tools);
        Assert.True(answer.Text.Length > 0);
        Assert.NotEqual(FinishReason.ToolCalls, answer.End.Reason);
        var none = await session.AskAsync(tools with { ToolChoice = ToolChoice.None });
        Assert.Equal((await session.AskAsync(Chat with { MaxTokens = 20 })).Text, none.Text);
    }

    [Fact]
    public async Task Chats_with_calls_and_their_results_are_taken()
    {
        await using var session = await TinyModel.OpenAsync();
        var request = Chat with
        {
            Messages =
            [
                new("user", "What is the weather in Ur?"),
                new("assistant", "") { ToolCalls = [new ToolCall("1", "weather", """{"city":"Ur","days":1}""")] },
                new("tool", "dry") { ToolCallId = "1" },
            ],
            MaxTokens = 4,
        };
        Assert.Equal(4, (await session.AskAsync(request)).End.GeneratedTokens);
        Assert.Contains("dry", await session.RenderAsync(request, default));
    }

    [Fact]
    public async Task A_schema_is_kept_to()
    {
        await using var session = await TinyModel.OpenAsync();
        var answer = await session.AskAsync(Chat with { Format = new ResponseFormat(Parameters), MaxTokens = 400 });
        var document = JsonElement.Parse(answer.Text);
        Assert.InRange(document.GetProperty("days").GetInt32(), 1, 9);
        Assert.Equal(FinishReason.Stop, answer.End.Reason);
    }

    [Fact]
    public async Task Any_object_is_one_and_can_be_read()
    {
        await using var session = await TinyModel.OpenAsync();
        var answer = await session.AskAsync(Chat with { Format = new ResponseFormat(null), MaxTokens = 500, ShiftContext = true });
        if (answer.End.Reason == FinishReason.Stop) Assert.Equal(JsonValueKind.Object, JsonElement.Parse(answer.Text).ValueKind);
        Assert.StartsWith("{", answer.Text.TrimStart());
    }

    [Fact]
    public async Task An_assistants_last_words_are_gone_on_with()
    {
        await using var session = await TinyModel.OpenAsync();
        var request = Chat with { Messages = [.. Chat.Messages!, new("assistant", "And there was")], MaxTokens = 6 };
        Assert.EndsWith("assistant\nAnd there was", await session.RenderAsync(request, default));
        Assert.Equal(6, (await session.AskAsync(request with { IgnoreEnd = true })).End.GeneratedTokens);
    }
}
