namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// The formats of strings that are kept to, as patterns. Each takes texts that are of the format, if not all: times have no leap second,
/// hosts are names of at most 250 characters, mail addresses have no quotes and a host with a dot, and a URI has a scheme and a host.
/// </summary>
internal static class StringFormats
{
    private const string Date =
        @"(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))" +
        @"|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";

    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)";
    private const string Octet = @"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string Ip4 = $@"{Octet}(\.{Octet}){{3}}";
    private const string Group = "[0-9a-fA-F]{1,4}";
    private const string Label = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,58}[a-zA-Z0-9])?";
    private const string Host = $@"{Label}(\.{Label}){{0,3}}";
    private const string Path = "[a-zA-Z0-9._~!$&'()*+,;=:@-]*";
    private const string Query = "[a-zA-Z0-9._~!$&'()*+,;=:@/-]*";
    private const string Span = @"(\d{1,9}Y(\d{1,9}M(\d{1,9}D)?)?|\d{1,9}M(\d{1,9}D)?|\d{1,9}D)";
    private const string Clock = @"T(\d{1,9}H(\d{1,9}M(\d{1,9}S)?)?|\d{1,9}M(\d{1,9}S)?|\d{1,9}S)";

    /// <summary>Formats that OpenAPI has for strings of any kind.</summary>
    public static IReadOnlySet<string> SayNothing { get; } = new HashSet<string> { "string", "text", "password", "binary" };

    /// <summary>The pattern of a format, or null.</summary>
    public static string? Pattern(string format) => format switch
    {
        "date" => $"^{Date}$",
        "time" => $"^{Time}$",
        "date-time" => $"^{Date}T{Time}$",
        "duration" => $"^P({Span}({Clock})?|{Clock}|\\d{{1,9}}W)$",
        "uuid" => "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "ipv4" => $"^{Ip4}$",
        "ipv6" => $"^({Ip6()})$",
        "hostname" => $"^{Host}$",
        "email" => $@"^[a-zA-Z0-9_+-]{{1,32}}(\.[a-zA-Z0-9_+-]{{1,15}}){{0,2}}@{Label}(\.{Label}){{1,3}}$",
        "uri" or "url" => $@"^[a-z][a-z0-9+-]{{1,15}}://{Host}(:[1-9]\d{{0,3}})?(/{Path})*(\?{Query})?(#[a-zA-Z0-9._~-]*)?$",
        _ => null,
    };

    // RFC 4291 §2.2: eight groups, or fewer around "::".
    private static string Ip6()
    {
        var forms = new List<string> { $"({Group}:){{7}}{Group}" };
        for (var before = 0; before <= 7; before++)
        {
            var left = before == 0 ? "" : before == 1 ? Group : $"({Group}:){{{before - 1}}}{Group}";
            var after = 7 - before;
            forms.Add(after == 0 ? $"{left}::" : $"{left}::({Group}(:{Group}){{0,{after - 1}}})?");
        }
        return string.Join('|', forms);
    }
}
