namespace GoatHost.Http.Fields;

/// <summary>Reads how long an answer may be; -1 is llama-server's word for without limit.</summary>
internal static class LimitField
{
    public static int? Read(JsonFields body, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (body.Integer(name, -1) is { } limit) return limit < 0 ? null : limit;
        }
        return null;
    }
}
