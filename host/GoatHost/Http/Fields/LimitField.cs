namespace GoatHost.Http.Fields;

/// <summary>Reads how long an answer may be; -1 is llama-server's word for without limit.</summary>
internal static class LimitField
{
    public static int? Read(JsonFields body, params ReadOnlySpan<string> names)
    {
        int? first = null;
        // Each is read, so that none is wrong without a word.
        foreach (var name in names)
        {
            var limit = body.Integer(name, -1);
            first ??= limit;
        }
        return first < 0 ? null : first;
    }
}
