using System.Text.Json;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;

namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>Finds out what a template can do: renders small chats with words of its own, and looks whether they come out.</summary>
internal sealed partial class TemplateProbe(Func<IReadOnlyList<ChatMessage>, ChatOptions, TemplateTraits, string> render)
{
    private const int LongestMark = 200;

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
        Tools =
        [
            new ToolDefinition(
                "weather_tool",
                "Tells the weather",
                Json("""{"type":"object","properties":{"city":{"type":"string","description":"A city"}}}""")),
        ],
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
        traits = traits with { HasSystemRole = Shows([new("system", Word), User], Answer, traits) };
        traits = traits with { GenerationPrompt = GenerationPrompt(traits) };
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
        TemplateTraits[] ways =
        [
            traits,
            traits with { NeedsTextArguments = true },
            traits with { NeedsNoContentWithCalls = true },
            traits with { NeedsNoContentWithCalls = true, NeedsTextArguments = true },
        ];
        var shown = Array.Find(ways, way => Shows([User, Calls((FirstId, Word))], WithTool, way));
        traits = shown ?? traits;
        ChatMessage[] parallel = [User, Calls((FirstId, Word), (SecondId, Other)), Result(FirstId, "x"), Result(SecondId, "y")];
        return traits with
        {
            HasToolCalls = shown is not null,
            HasToolResults = Shows([User, Calls((FirstId, "x")), Result(FirstId, Word)], WithTool, traits),
            HasParallelCalls = Render(parallel, WithTool, traits) is { } text
                && text.Contains(Word, StringComparison.Ordinal) && text.Contains(Other, StringComparison.Ordinal),
        };
    }

    private TemplateTraits FindReasoning(TemplateTraits traits)
    {
        foreach (var field in new[] { "reasoning_content", "reasoning", "thinking" })
        {
            var with = traits with { ReasoningField = field };
            ChatMessage[] answered = [User, new("assistant", Other) { Reasoning = Word }];
            // Some show it only while tools are being called.
            ChatMessage[] calling = [User, Calls((FirstId, "x")) with { Reasoning = Word }, Result(FirstId, "y")];
            foreach (var chat in new[] { answered, calling })
            {
                if (Shows(chat, NoAnswer, with)) return with with { Reasoning = Marks(Render(chat, NoAnswer, with)!, with) };
            }
        }
        return traits with { Reasoning = KnownMarks(traits) };
    }

    /// <summary>What stands before and after the reasoning in an answer.</summary>
    private ReasoningMarks? Marks(string text, TemplateTraits traits)
    {
        var (before, prompt) = (Render([User], NoAnswer, traits) ?? "", traits.GenerationPrompt);
        var at = text.LastIndexOf(Word, StringComparison.Ordinal);
        var begun = text[Math.Min(at, SharedLength(before, text))..at];
        var start = begun[SharedLength(prompt, begun)..].Trim();
        // The prompt for an answer begins the reasoning already: by the last tag, or by words that only it has.
        var more = prompt.StartsWith(begun.TrimEnd(), StringComparison.Ordinal) ? prompt[begun.TrimEnd().Length..].Trim() : "";
        if (start.Length == 0) start = more.StartsWith('<') ? "" : more;
        if (start.Length == 0) start = LastTag().Match(Tail(begun)).Value;
        if (start.Length == 0) start = Tail(begun).Split('\n')[^1];

        var rest = text[(at + Word.Length)..].TrimStart();
        var answer = rest.IndexOf(Other, StringComparison.Ordinal);
        var end = FirstTag().Match(rest[..Math.Min(answer < 0 ? rest.Length : answer, Math.Min(rest.Length, LongestMark))]).Value;
        if (start.Length == 0 || end.Length == 0) return null;
        return new ReasoningMarks(start, end, answer > end.Length ? rest[end.Length..answer].Trim() : "");
    }

    /// <summary>The marks that a template only speaks of, or closes at once where thinking is off.</summary>
    private ReasoningMarks? KnownMarks(TemplateTraits traits)
    {
        ReasoningMarks[] known = [new("<think>", "</think>"), new("[THINK]", "[/THINK]")];
        var prompts = new bool?[] { null, true, false }.Select(think => Render([User], new() { Think = think }, traits) ?? "").ToList();
        return Array.Find(known, marks => prompts.Exists(prompt =>
            prompt.Contains(marks.Start, StringComparison.Ordinal) || prompt.Contains(marks.End, StringComparison.Ordinal)));
    }

    private string GenerationPrompt(TemplateTraits traits)
    {
        if (Render([User], Answer, traits) is not { } with || Render([User], NoAnswer, traits) is not { } without) return "";
        return with[SharedLength(without, with)..];
    }

    private static string Tail(string text)
    {
        var trimmed = text.TrimEnd();
        return trimmed[Math.Max(0, trimmed.Length - LongestMark)..];
    }

    /// <summary>How far two texts are the same, tags taken whole.</summary>
    private static int SharedLength(string text, string other)
    {
        var shared = text.AsSpan().CommonPrefixLength(other);
        var tag = shared == 0 ? -1 : other.LastIndexOf('<', shared - 1);
        return tag >= 0 && other.IndexOf('>', tag) >= shared ? tag : shared;
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

    private static ChatMessage Calls(params (string Id, string City)[] calls) => new("assistant", "")
    {
        ToolCalls = [.. calls.Select(call => new ToolCall(call.Id, "weather_tool", $$"""{"city":"{{call.City}}"}"""))],
    };

    private static ChatMessage Result(string id, string content) => new("tool", content) { ToolCallId = id, ToolName = "weather_tool" };

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    // A word between two tags belongs to them: <|open|>think<|sep|>.
    [GeneratedRegex(@"((<[^<>]*>[a-z_]{1,16})?<[^<>]*>|\[[^\[\]]*\])$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastTag();

    [GeneratedRegex(@"^(<[^<>]*>([a-z_]{1,16}<[^<>]*>)?|\[[^\[\]]*\])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstTag();
}
