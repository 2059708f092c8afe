using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plugins.LlamaCpp.Tests.Grammars;

/// <summary>
/// Says whether a document is one that a JSON Schema allows: written from the specification, without a thought of grammars.
/// </summary>
internal sealed class SchemaJudge(JsonElement root)
{
    public bool Allows(JsonElement value) => Allows(root, value);

    private bool Allows(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return schema.ValueKind == JsonValueKind.True;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Allows(schema, keyword.Name, keyword.Value, value)) return false;
        }
        return true;
    }

    private bool Allows(JsonElement schema, string keyword, JsonElement asked, JsonElement value) => keyword switch
    {
        "$ref" => Allows(Resolve(asked.GetString()!), value),
        "allOf" => asked.EnumerateArray().All(one => Allows(one, value)),
        "oneOf" => asked.EnumerateArray().Count(one => Allows(one, value)) == 1,
        "anyOf" => asked.EnumerateArray().Any(one => Allows(one, value)),
        "type" => asked.ValueKind == JsonValueKind.Array
            ? asked.EnumerateArray().Any(type => Is(type.GetString()!, value))
            : Is(asked.GetString()!, value),
        "enum" => asked.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        "const" => JsonElement.DeepEquals(asked, value),
        "properties" => !IsObject(value) || value.EnumerateObject().All(member => !asked.TryGetProperty(member.Name, out var one) || Allows(one, member.Value)),
        "required" => !IsObject(value) || asked.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "patternProperties" => !IsObject(value) || value.EnumerateObject().All(member =>
            asked.EnumerateObject().All(pattern => !Matches(member.Name, pattern.Name) || Allows(pattern.Value, member.Value))),
        "additionalProperties" => !IsObject(value) || value.EnumerateObject().All(member =>
            (schema.TryGetProperty("properties", out var named) && named.TryGetProperty(member.Name, out _))
            || (schema.TryGetProperty("patternProperties", out var patterns) && patterns.EnumerateObject().Any(pattern => Matches(member.Name, pattern.Name)))
            || Allows(asked, member.Value)),
        "minProperties" => !IsObject(value) || value.EnumerateObject().DistinctBy(member => member.Name).Count() >= asked.GetInt32(),
        "maxProperties" => !IsObject(value) || value.EnumerateObject().DistinctBy(member => member.Name).Count() <= asked.GetInt32(),
        "multipleOf" => !IsNumber(value) || IsMultiple(value, asked),
        "propertyNames" => !IsObject(value) || value.EnumerateObject().All(member => Allows(asked, Json(member.Name))),
        "items" when IsArray(asked) => !IsArray(value) || value.EnumerateArray().Zip(asked.EnumerateArray()).All(pair => Allows(pair.Second, pair.First)),
        "items" => !IsArray(value) || value.EnumerateArray().Skip(Places(schema)).All(item => Allows(asked, item)),
        "prefixItems" => !IsArray(value) || value.EnumerateArray().Zip(asked.EnumerateArray()).All(pair => Allows(pair.Second, pair.First)),
        "minItems" => !IsArray(value) || value.GetArrayLength() >= asked.GetInt32(),
        "maxItems" => !IsArray(value) || value.GetArrayLength() <= asked.GetInt32(),
        "minLength" => !IsString(value) || Length(value) >= asked.GetInt32(),
        "maxLength" => !IsString(value) || Length(value) <= asked.GetInt32(),
        "pattern" => !IsString(value) || Matches(value.GetString()!, asked.GetString()!),
        "format" => !IsString(value) || IsFormat(asked.GetString()!, value.GetString()!),
        "minimum" => !IsNumber(value) || Compare(value, asked) >= 0,
        "maximum" => !IsNumber(value) || Compare(value, asked) <= 0,
        "exclusiveMinimum" => !IsNumber(value) || Compare(value, asked) > 0,
        "exclusiveMaximum" => !IsNumber(value) || Compare(value, asked) < 0,
        _ => true,
    };

    // Some numbers of JSON are beyond a decimal, and those are far from any bound here.
    private static int Compare(JsonElement value, JsonElement bound) => value.TryGetDecimal(out var number) && bound.TryGetDecimal(out var other)
        ? number.CompareTo(other)
        : value.GetDouble().CompareTo(bound.GetDouble());

    private static bool IsMultiple(JsonElement value, JsonElement step) => value.TryGetDecimal(out var number)
        ? number % step.GetDecimal() == 0
        : value.GetDouble() % step.GetDouble() == 0;

    // To .NET '$' is also before a line's end at the end.
    private static bool Matches(string text, string pattern) =>
        Regex.IsMatch(text, pattern.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.ECMAScript | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private JsonElement Resolve(string reference) =>
        reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (at, token) => at.GetProperty(token));

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => IsObject(value),
        "array" => IsArray(value),
        "string" => IsString(value),
        "number" => IsNumber(value),
        "integer" => IsNumber(value) && (value.TryGetDecimal(out var number) ? number == decimal.Truncate(number) : double.IsInteger(value.GetDouble())),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static bool IsFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || text.StartsWith("0000", StringComparison.Ordinal),
        "time" => DateTimeOffset.TryParse("2000-01-02T" + Digits(text), CultureInfo.InvariantCulture, out _) || text is [.., '+' or '-', _, _, _, _, _],
        "date-time" => DateTimeOffset.TryParse(Digits(text), CultureInfo.InvariantCulture, out _) || text.StartsWith("0000", StringComparison.Ordinal) || text is [.., '+' or '-', _, _, _, _, _],
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" or "ipv6" => System.Net.IPAddress.TryParse(text, out _),
        "email" => System.Net.Mail.MailAddress.TryCreate(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "hostname" => Uri.CheckHostName(text) == UriHostNameType.Dns || text.All(letter => char.IsAsciiDigit(letter) || letter == '.'),
        "duration" => text.StartsWith('P') && char.IsAsciiLetterUpper(text[^1]),
        _ => false,
    };

    // .NET takes seven digits of a second's fraction.
    private static string Digits(string text) => Regex.Replace(text, @"(\.\d{7})\d+", "$1");

    private static JsonElement Json(string text) => JsonElement.Parse(JsonEncodedText.Encode(text) is var encoded ? $"\"{encoded}\"" : "");

    private static int Places(JsonElement schema) => schema.TryGetProperty("prefixItems", out var places) ? places.GetArrayLength() : 0;

    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();

    private static bool IsObject(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    private static bool IsArray(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    private static bool IsString(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;
}
