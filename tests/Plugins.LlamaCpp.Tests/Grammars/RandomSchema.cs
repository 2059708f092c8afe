namespace Plugins.LlamaCpp.Tests.Grammars;

/// <summary>Writes JSON Schemas at random, some of which nothing fits.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] Names = ["a", "ab", "abc", "b", "a b", "ä", "\\\"", "id"];
    private static readonly string[] Patterns = ["^[a-c]{2,4}$", "x+y?", "^(ab|cd)*$", "^\\\\d{1,3}$", "[^\\\\n]$"];
    private static readonly string[] Steps = ["2", "10", "0.5", "0.01", "7"];
    private static readonly string[] Formats = ["date", "time", "uuid", "ipv4", "duration"];

    public string Write() => $"{{\"$defs\":{{\"one\":{Schema(2)},\"two\":{Schema(1)}}},{Schema(3)[1..]}".Replace(",}", "}");

    private string Schema(int depth) => random.Next(depth > 0 ? 14 : 6) switch
    {
        0 => "{\"type\":\"boolean\"}",
        1 => $"{{\"type\":\"integer\"{Bounds()}}}",
        2 => $"{{\"type\":\"number\"{Bounds()}}}",
        3 => $"{{\"type\":\"string\"{Lengths()}}}",
        4 => $"{{\"type\":\"string\",\"{(random.Next(2) == 0 ? $"pattern\":\"{Pick(Patterns)}" : $"format\":\"{Pick(Formats)}")}\"}}",
        5 => $"{{\"enum\":[{random.Next(9)},\"{Pick(Names)}\",null,[{random.Next(3)}],\"x\"]{Type()}}}",
        6 or 7 => Object(depth),
        8 => $"{{\"type\":\"array\",\"items\":{Schema(depth - 1)},\"minItems\":{random.Next(3)},\"maxItems\":{random.Next(1, 5)}}}",
        9 => $"{{\"anyOf\":[{Schema(depth - 1)},{Schema(depth - 1)}]{Type()}}}",
        12 => $"{{\"type\":\"object\",\"patternProperties\":{{\"{Pick(Patterns)}\":{Schema(depth - 1)}}},\"maxProperties\":{random.Next(4)}{(random.Next(2) == 0 ? $",\"additionalProperties\":{Schema(depth - 1)}" : "")}}}",
        13 => $"{{\"type\":\"string\",\"pattern\":\"{Pick(Patterns)}\",\"minLength\":{random.Next(3)},\"maxLength\":{random.Next(2, 6)}}}",
        10 => $"{{\"allOf\":[{Schema(depth - 1)},{Schema(depth - 1)}]}}",
        _ => $"{{\"$ref\":\"#/$defs/{(random.Next(2) == 0 ? "one" : "two")}\"}}",
    };

    private string Object(int depth)
    {
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(5)).ToList();
        var properties = names.Select(name => $"\"{name}\":{Schema(depth - 1)}");
        var required = names.Where(_ => random.Next(2) == 0).Select(name => $"\"{name}\"");
        var additional = random.Next(4) switch { 0 => ",\"additionalProperties\":false", 1 => $",\"additionalProperties\":{Schema(depth - 1)}", _ => "" };
        return $"{{\"type\":\"object\",\"properties\":{{{string.Join(',', properties)}}},\"required\":[{string.Join(',', required)}]{additional}}}";
    }

    private string Bounds() => random.Next(5) switch
    {
        0 => $",\"minimum\":{Number()}",
        1 => $",\"exclusiveMaximum\":{Number()}",
        2 => $",\"minimum\":{Number()},\"maximum\":{Number()}",
        3 => $",\"multipleOf\":{Pick(Steps)}",
        _ => "",
    };

    private string Number() =>
        (random.Next(-2000, 2000) / (random.Next(2) == 0 ? 1m : 100m)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private string Lengths() => random.Next(3) == 0 ? $",\"minLength\":{random.Next(3)},\"maxLength\":{random.Next(6)}" : "";

    private string Type() => random.Next(3) == 0 ? ",\"type\":[\"string\",\"integer\",\"object\"]" : "";

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
