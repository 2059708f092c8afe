using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates;

namespace GoatHost.Interop.Tests.Templates;

/// <summary>What is found out about the templates that llama.cpp ships, and what chats become with them.</summary>
public sealed class ShippedTemplateTests
{
    [SkippableTheory]
    [InlineData("Qwen-Qwen3-0.6B", "system tools calls parallel results switch", "<think>", "</think>", "<|im_start|>assistant\n")]
    [InlineData("Qwen3.5-4B", "system tools calls parallel results switch", "<think>", "</think>", "<|im_start|>assistant\n<think>\n")]
    [InlineData("Qwen-Qwen2.5-7B-Instruct", "system tools calls parallel results", null, null, "<|im_start|>assistant\n")]
    [InlineData("meta-llama-Llama-3.1-8B-Instruct", "system tools calls results", null, null, "<|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("mistralai-Mistral-Nemo-Instruct-2407", "system tools calls parallel results", null, null, "")]
    [InlineData("mistralai-Ministral-3-14B-Reasoning-2512", "system tools calls parallel results", "[THINK]", "[/THINK]", "")]
    [InlineData("google-gemma-2-2b-it", "", null, null, "<start_of_turn>model\n")]
    [InlineData("microsoft-Phi-3.5-mini-instruct", "system", null, null, "<|assistant|>\n")]
    [InlineData("deepseek-ai-DeepSeek-R1-Distill-Llama-8B", "system calls parallel results text no-content", "<think>", "</think>", "<｜Assistant｜><think>\n")]
    [InlineData("openai-gpt-oss-120b", "system tools calls results effort", "<|channel|>analysis<|message|>", "<|end|>", "<|start|>assistant")]
    [InlineData("ByteDance-Seed-OSS", "system tools calls parallel results", "<seed:think>", "</seed:think>", "<seed:bos>assistant\n")]
    [InlineData("google-gemma-4-31B-it", "system tools calls parallel results switch", "<|channel>thought", "<channel|>", "<|turn>model\n<|channel>thought\n<channel|>")]
    [InlineData("meetkai-functionary-medium-v3.2", "system tools calls parallel results text", null, null, "<|start_header_id|>assistant<|end_header_id|>\n\n>>>")]
    [InlineData("Kimi-K2-Thinking", "system tools calls parallel results", "<think>", "</think>", "<|im_assistant|>assistant<|im_middle|>")]
    public void What_a_template_can_do_is_found_out(string name, string can, string? reasoningStart, string? reasoningEnd, string generationPrompt)
    {
        var traits = Parse(name).Traits;
        Assert.Equal(can, Words(traits));
        Assert.Equal((reasoningStart, reasoningEnd), (traits.Reasoning?.Start, traits.Reasoning?.End));
        Assert.Equal(generationPrompt, traits.GenerationPrompt);
    }

    [SkippableFact]
    public void Every_template_takes_a_plain_chat_and_goes_on_with_an_answer_begun()
    {
        foreach (var name in Names().Where(name => name != "fireworks-ai-llama-3-firefunction-v2"))
        {
            var template = Parse(name);
            var asked = template.Render([new("system", "Be brief."), new("user", "Tell me a tale.")], new ChatOptions(), default).Text;
            Assert.Contains("Be brief.", asked, StringComparison.Ordinal);
            Assert.Contains("Tell me a tale.", asked, StringComparison.Ordinal);
            Assert.EndsWith(template.Traits.GenerationPrompt, asked, StringComparison.Ordinal);

            var begun = template.Render([new("user", "Tell me a tale."), new("assistant", "Once upon a")], new ChatOptions(), default).Text;
            Assert.EndsWith("Once upon a", begun, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void Every_template_that_has_tools_shows_them_with_calls_and_results()
    {
        using var schema = JsonDocument.Parse("""{"type": "object", "properties": {"city": {"type": "string", "description": "A city"}}}""");
        var options = new ChatOptions { Tools = [new ToolDefinition("weather", null, schema.RootElement)] };
        ChatMessage[] chat =
        [
            new("user", "How is it in Rome?"),
            new("assistant", "") { Reasoning = "I had better look.", ToolCalls = [new ToolCall("abcde0001", "weather", """{"city": "Rome, Lazio"}""")] },
            new("tool", "28 degrees") { ToolCallId = "abcde0001" },
        ];
        var shown = 0;
        foreach (var template in Names().Select(Parse).Where(template => template.Traits is { HasTools: true, HasToolCalls: true, HasToolResults: true }))
        {
            var text = template.Render(chat, options, default).Text;
            Assert.Contains("Rome, Lazio", text, StringComparison.Ordinal);
            Assert.Contains("28 degrees", text, StringComparison.Ordinal);
            shown++;
        }
        Assert.True(shown > 45, $"only {shown} templates showed tools");
    }

    private static string Words(TemplateTraits traits) => string.Join(' ', new[]
    {
        traits.HasSystemRole ? "system" : "", traits.NeedsParts ? "parts" : "", traits.HasTools ? "tools" : "", traits.HasToolCalls ? "calls" : "",
        traits.HasParallelCalls ? "parallel" : "", traits.HasToolResults ? "results" : "", traits.NeedsTextArguments ? "text" : "",
        traits.NeedsNoContentWithCalls ? "no-content" : "", traits.HasThinkingSwitch ? "switch" : "", traits.HasReasoningEffort ? "effort" : "",
    }.Where(word => word.Length > 0));

    private static IEnumerable<string> Names() => Directory.EnumerateFiles(TemplatePeer.Templates(), "*.jinja").Select(file => Path.GetFileNameWithoutExtension(file));

    private static ChatTemplate Parse(string name) => ChatTemplate.Parse(
        File.ReadAllText(Path.Combine(TemplatePeer.Templates(), $"{name}.jinja")), "<s>", "</s>", TimeProvider.System, CancellationToken.None);
}
