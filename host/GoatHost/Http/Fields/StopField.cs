using System.Text.Json;

namespace GoatHost.Http.Fields;

/// <summary>Reads where an answer is to stop: a string or several.</summary>
internal static class StopField
{
    private const int Most = 16;

    public static IReadOnlyList<string> Read(JsonFields body, string name = "stop")
    {
        if (body.Get(name) is not { } stop) return [];
        if (stop.ValueKind == JsonValueKind.String) return stop.GetString() is { Length: > 0 } one ? [one] : [];
        if (stop.ValueKind != JsonValueKind.Array) throw body.Wrong(name, "a string or an array of strings");
        return [.. body.Texts(name, Most)!.Where(text => text.Length > 0)];
    }
}
