using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Texts;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Texts;

public sealed class ChatPromptTests
{
    private static readonly ChatMessage[] Chat = [new("system", "Be brief."), new("user", "Wer läßt 👋?"), new("assistant", "I."), new("user", "Go on.")];

    private const string ChatMl =
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWer läßt 👋?<|im_end|>\n" +
        "<|im_start|>assistant\nI.<|im_end|>\n<|im_start|>user\nGo on.<|im_end|>\n<|im_start|>assistant\n";

    [Fact]
    public async Task A_known_template_is_applied()
    {
        await using var session = await TinyModel.OpenAsync();
        var vocabulary = ((LlamaSession)session).Vocabulary;
        Assert.Equal(ChatMl, ChatPrompt.Render(Chat, "chatml", vocabulary));
        Assert.StartsWith("<|system|>\nBe brief.", ChatPrompt.Render(Chat, "zephyr", vocabulary));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{% for m in messages %}{{ m.role }}>{{ m.content }}{% endfor %}")]
    public async Task Without_a_known_template_a_model_with_ChatML_marks_gets_ChatML(string? template)
    {
        await using var session = await TinyModel.OpenAsync();
        Assert.Equal(ChatMl, ChatPrompt.Render(Chat, template, ((LlamaSession)session).Vocabulary));
    }

    [Fact]
    public async Task A_model_without_template_and_marks_gets_the_messages_as_they_are()
    {
        using var folder = new TempFolder();
        var path = folder["plain.gguf"];
        var bytes = await File.ReadAllBytesAsync(TinyModel.PathOf("Q4_0"));
        Rename(bytes, "<|im_start|>"u8, "<|ab_start|>"u8);
        await File.WriteAllBytesAsync(path, bytes);
        await using var session = await TinyModel.Runtime.OpenAsync(TinyModel.Describe("Q4_0", path), new SessionOptions { Threads = 1 }, null, default);
        Assert.Equal("Be brief.\n\nWer läßt 👋?\n\nI.\n\nGo on.", ChatPrompt.Render(Chat, null, ((LlamaSession)session).Vocabulary));
        var answer = await session.AskAsync(new GenerationRequest { Messages = [new("user", "In the beginning")], MaxTokens = 8 });
        Assert.Equal(8, answer.End.GeneratedTokens);
    }

    [Fact]
    public async Task A_long_chat_is_rendered_whole()
    {
        await using var session = await TinyModel.OpenAsync();
        var content = new string('ß', 100_000);
        var prompt = ChatPrompt.Render([new("user", content)], "chatml", ((LlamaSession)session).Vocabulary);
        Assert.Equal($"<|im_start|>user\n{content}<|im_end|>\n<|im_start|>assistant\n", prompt);
    }

    private static void Rename(Span<byte> bytes, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        for (int at; (at = bytes.IndexOf(from)) >= 0; bytes = bytes[at..]) to.CopyTo(bytes[at..]);
    }
}
