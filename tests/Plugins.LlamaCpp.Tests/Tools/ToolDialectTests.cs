using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Tools;

namespace Plugins.LlamaCpp.Tests.Tools;

public sealed class ToolDialectTests
{
    [Theory]
    [InlineData(null, "described")]
    [InlineData("{% for m in messages %}<|im_start|>{{ m.content }}{% endfor %}", "described")]
    [InlineData("{{ '<tool_call>\\n{\"name\": \"' }}{{ tool_call.name }}{{ '\", \"arguments\": ' }}", "Hermes")]
    [InlineData("{{ '<tool_call>\\n<function=' + name + '>' }}<parameter=", "Qwen3-Coder")]
    [InlineData("{\"name\": function name, \"parameters\": dictionary of argument name and its value}", "Llama 3")]
    [InlineData("{{- \"[TOOL_CALLS][\" }}", "Mistral")]
    [InlineData("{{ '[TOOL_CALLS]' + name + '[ARGS]' + arguments }}", "Mistral v11")]
    [InlineData("{{ '[TOOL_CALLS]' + name + '[CALL_ID]' + id + '[ARGS]' + arguments }}", "Mistral v13")]
    [InlineData("<|start|>assistant<|channel|>final<|message|>", "gpt-oss")]
    [InlineData("<｜tool▁calls▁begin｜>{{ '\\n```json\\n' }}", "DeepSeek R1")]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁sep｜>", "DeepSeek V3.1")]
    [InlineData("<tool_call>{{ name }}<arg_key>", "GLM-4.5")]
    public void A_template_tells_the_dialect(string? template, string name) =>
        Assert.Equal(name, ToolDialect.For(template, takesTools: true).Name);

    [Fact]
    public void A_template_that_takes_no_tools_is_told_of_them_whatever_marks_it_has() =>
        Assert.True(ToolDialect.For("<｜tool▁calls▁begin｜>{{ '\\n```json\\n' }}", takesTools: false).MustDescribe);

    [Fact]
    public void The_texts_to_be_read_are_told_as_marks()
    {
        Assert.Equal(["</tool_call>", "<tool_call>"], ToolDialect.Hermes.Marks);
        Assert.Contains("<|constrain|>", ToolDialect.GptOss.Marks);
        Assert.Contains("<arg_value>", ToolDialect.Glm.Marks);
    }

    [Fact]
    public void A_template_without_tools_is_told_of_them_in_the_systems_message()
    {
        var call = new ToolCall("1", "ping", "{}");
        ChatMessage[] chat = [new("user", "Hi"), new("assistant", "I look.") { ToolCalls = [call] }, new("tool", "pong") { ToolCallId = "1" }];
        var written = DescribedTools.Write(chat, ToolSamples.All);
        Assert.Equal(["system", "user", "assistant", "user"], written.Select(message => message.Role));
        Assert.Contains("\"name\": \"get_weather\", \"description\": \"The weather of a city\", \"parameters\": {\"type\":\"object\"", written[0].Content);
        Assert.Equal("I look.\n<tool_call>\n{\"name\": \"ping\", \"arguments\": {}}\n</tool_call>", written[2].Content);
        Assert.Empty(written[2].ToolCalls);
        Assert.Equal("<tool_response>\npong\n</tool_response>", written[3].Content);
        Assert.StartsWith("Be brief.\n\nYou may", DescribedTools.Write([new("system", "Be brief."), .. chat], ToolSamples.All)[0].Content);
    }
}
