using System.Text.Json;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;

namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>Finds out what a template can do: renders small chats with words in them that nothing else has, and looks whether they come out.</summary>
internal sealed partial class TemplateProbe(Func<IReadOnlyList<ChatMessage>, ChatOptions, TemplateTraits, string> render)
{
    private const string Word = "needle";
    private const string Other = "haystack";

    // Some templates want ids of nine letters and digits.
    private const string FirstId = "abcde0001";
    private const string SecondId = "abcde0002";

    private static readonly ChatMessage User = new("user", "Hello");
    private static readonly ChatOptions Answer = new();
    private static readonly ChatOptions NoAnswer = new() { AddGenerationPrompt = false };

    private static readonly ChatOptions WithTool = new()
    {
        Tools = [new ToolDefinition("weather_tool", "Tells the weather", Json("""{"type":"object","properties":{"city":{"type":"string","description":"A city"}}}"""))],
    };

    /// <summary>A hostile template costs a fraction of a second, a good one nothing near it.</summary>
    public static RenderLimits Limits { get; } = new() { Steps = 300_000, Characters = 4 << 20 };

    public TemplateTraits Find()
    {
        var traits = new TemplateTraits { HasSystemRole = true };
        if (!Shows([new("user", Word)], NoAnswer, traits) && Shows([new("user", Word)], NoAnswer, traits with { NeedsParts = true }))
        {
            traits = traits with { NeedsParts = true };
        }
        traits = traits with { HasSystemRole = Shows([new("system", Word), User], Answer, traits), GenerationPrompt = GenerationPrompt(traits) };
        traits = FindTools(traits);
        traits = FindReasoning(traits);
        return traits with
        {
            HasThinkingSwitch = Render([User], new() { Think = true }, traits) != Render([User], new() { Think = false }, traits),
            HasReasoningEffort = Render([User], new() { ReasoningEffort = Word }, traits)?.Contains(Word, StringComparison.Ordinal) == true
                || Render([User], new() { ReasoningEffort = "high" }, traits) != Render([User], new() { ReasoningEffort = "low" }, traits),
        };
    }

    private TemplateTraits FindTools(TemplateTraits traits)
    {
        traits = traits with { HasTools = Render([User], WithTool, traits)?.Contains("weather_tool", StringComparison.Ordinal) == true };
        ChatMessage[] called = [User, Calls((FirstId, Word))];
        var asObject = Shows(called, WithTool, traits);
        traits = traits with { NeedsTextArguments = !asObject && Shows(called, WithTool, traits with { NeedsTextArguments = true }) };
        return traits with
        {
            HasToolCalls = asObject || traits.NeedsTextArguments,
            HasToolResults = Shows([User, Calls((FirstId, "x")), Result(FirstId, Word)], WithTool, traits),
            HasParallelCalls = Render([User, Calls((FirstId, Word), (SecondId, Other)), Result(FirstId, "x"), Result(SecondId, "y")], WithTool, traits) is { } text
                && text.Contains(Word, StringComparison.Ordinal) && text.Contains(Other, StringComparison.Ordinal),
        };
    }

    private TemplateTraits FindReasoning(TemplateTraits traits)
    {
        foreach (var field in new[] { "reasoning_content", "reasoning", "thinking" })
        {
            var with = traits with { ReasoningField = field };
            ChatMessage[] answered = [User, new("assistant", Other) { Reasoning = Word }];
            if (Marks(answered, with) is { } marks) return with with { Reasoning = marks };
            // Some show it only while tools are being called.
            if (Shows([User, Calls((FirstId, "x")) with { Reasoning = Word }, Result(FirstId, "y")], WithTool, with)) return with;
        }
        var opened = LastTag().Match(traits.GenerationPrompt.TrimEnd()).Value;
        return opened.Contains("think", StringComparison.OrdinalIgnoreCase) && opened.StartsWith('<')
            ? traits with { Reasoning = new ReasoningMarks(opened, $"</{opened[1..]}", IsOpen: true) }
            : traits;
    }

    /// <summary>What stands before and after reasoning in an answer.</summary>
    private ReasoningMarks? Marks(ChatMessage[] answered, TemplateTraits traits)
    {
        if (Render(answered, NoAnswer, traits) is not { } text || Render([User], NoAnswer, traits) is not { } before) return null;
        var reasoning = text.LastIndexOf(Word, StringComparison.Ordinal);
        var content = reasoning < 0 ? -1 : text.IndexOf(Other, reasoning, StringComparison.Ordinal);
        if (content < 0) return null;
        var begun = text[before.AsSpan().CommonPrefixLength(text)..reasoning];
        var start = begun[traits.GenerationPrompt.AsSpan().CommonPrefixLength(begun)..].Trim();
        if (start.Length == 0) start = LastTag().Match(begun.TrimEnd()).Value;
        var end = text[(reasoning + Word.Length)..content].Trim();
        if (start.Length == 0 || end.Length == 0) return null;
        return new ReasoningMarks(start, end, traits.GenerationPrompt.AsSpan().TrimEnd().EndsWith(start, StringComparison.Ordinal));
    }

    private string GenerationPrompt(TemplateTraits traits)
    {
        if (Render([User], Answer, traits) is not { } with || Render([User], NoAnswer, traits) is not { } without) return "";
        return with[with.AsSpan().CommonPrefixLength(without)..];
    }

    private bool Shows(IReadOnlyList<ChatMessage> messages, ChatOptions options, TemplateTraits traits) =>
        Render(messages, options, traits)?.Contains(Word, StringComparison.Ordinal) == true;

    private string? Render(IReadOnlyList<ChatMessage> messages, ChatOptions options, TemplateTraits traits)
    {
        try
        {
            return render(messages, options, traits);
        }
        catch (JinjaException)
        {
            return null;
        }
    }

    private static ChatMessage Calls(params (string Id, string City)[] calls) =>
        new("assistant", "") { ToolCalls = [.. calls.Select(call => new ToolCall(call.Id, "weather_tool", $$"""{"city":"{{call.City}}"}"""))] };

    private static ChatMessage Result(string id, string content) => new("tool", content) { ToolCallId = id, ToolName = "weather_tool" };

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"(<[^<>]*>|\[[^\[\]]*\])$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastTag();
}
