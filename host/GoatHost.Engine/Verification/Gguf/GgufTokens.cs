namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Walks the tokens of a vocabulary and refuses a text that comes twice: llama.cpp asserts that none does, which ends the process.</summary>
internal sealed class GgufTokens(GgufCursor cursor)
{
    public const string Key = "tokenizer.ggml.tokens";

    // Most tokens are short and are hashed where they lie.
    private const int ShortBytes = 64;

    private readonly HashSet<ulong> _seen = [];

    public void Skip(long count)
    {
        if (count > GgufLimits.Tokens)
            throw cursor.Refuse(cursor.Position, $"{Key} claims {count} elements, more than the {GgufLimits.Tokens} that are allowed");
        for (var i = 0L; i < count; i++)
        {
            var start = cursor.Position;
            var length = cursor.TextLength(GgufLimits.TextBytes, Key);
            // llama.cpp gives each empty token a text of its own.
            if (length > 0 && !_seen.Add(Hash(length <= ShortBytes ? cursor.Take(length, Key) : cursor.Bytes(length, Key))))
                throw cursor.Refuse(start, $"the text of token {i} is that of another token too");
        }
    }

    /// <summary>FNV-1a: equal texts always meet; that two others do is likelier to be a stranger's doing than chance.</summary>
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in text) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }
}
