using System.Runtime.InteropServices;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Texts;

/// <summary>Writes a chat as the prompt that a model was trained on, with the templates that llama.cpp knows by sight.</summary>
internal static unsafe class ChatPrompt
{
    /// <summary>Renders a chat, ready for the assistant to go on.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="template">The model's own template, or null.</param>
    /// <param name="vocabulary">The model's words: where no template is known, it tells whether the model speaks ChatML.</param>
    public static string Render(IReadOnlyList<ChatMessage> messages, string? template, Vocabulary vocabulary)
    {
        foreach (var message in messages) Check(message);
        if (template is not null && Apply(messages, template) is { } prompt) return prompt;
        return IsOneToken("<|im_start|>", vocabulary) && Apply(messages, "chatml") is { } chatMl ? chatMl : Plain(messages);
    }

    /// <summary>
    /// Without any template a model only goes on with text: the messages one after another, and nothing invented between.
    /// </summary>
    private static string Plain(IReadOnlyList<ChatMessage> messages) => string.Join("\n\n", messages.Select(message => message.Content));

    private static bool IsOneToken(string mark, Vocabulary vocabulary) =>
        vocabulary.Tokenize(mark, marks: false) is [var token] && vocabulary.IsControl(token);

    private static void Check(ChatMessage message)
    {
        if (message.Role is not ("system" or "user" or "assistant"))
        {
            throw new RequestException(
                $"The chat has a message of the role '{message.Role}', and without a template of its own the model takes only "
                + "system, user and assistant.");
        }
        // The template is applied to C strings, which would end there without a word.
        if (message.Content.Contains('\0'))
        {
            throw new RequestException("A chat message holds a NUL character, which no template can carry: take it out.");
        }
    }

    private static string? Apply(IReadOnlyList<ChatMessage> messages, string template)
    {
        var strings = new List<nint>();
        try
        {
            var native = new NativeChatMessage[messages.Count];
            for (var i = 0; i < native.Length; i++)
            {
                native[i] = new NativeChatMessage { Role = Copy(messages[i].Role, strings), Content = Copy(messages[i].Content, strings) };
            }
            return Apply(native, Copy(template, strings), messages.Sum(message => 2 * message.Content.Length + 64));
        }
        finally
        {
            strings.ForEach(Marshal.FreeCoTaskMem);
        }
    }

    private static string? Apply(NativeChatMessage[] messages, byte* template, int guess)
    {
        var buffer = new byte[guess];
        var length = Apply(messages, template, buffer);
        if (length > buffer.Length) length = Apply(messages, template, buffer = new byte[length]);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static int Apply(NativeChatMessage[] messages, byte* template, byte[] buffer)
    {
        fixed (NativeChatMessage* from = messages)
        fixed (byte* to = buffer)
        {
            return LlamaApi.llama_chat_apply_template(template, from, (nuint)messages.Length, addAssistant: 1, to, buffer.Length);
        }
    }

    private static byte* Copy(string text, List<nint> strings)
    {
        var copy = Marshal.StringToCoTaskMemUTF8(text);
        strings.Add(copy);
        return (byte*)copy;
    }
}
