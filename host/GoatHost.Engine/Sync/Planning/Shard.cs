using System.Globalization;
using System.Text.RegularExpressions;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>A part of a split model, as llama.cpp names them: <c>name-00001-of-00003.gguf</c>.</summary>
internal sealed partial record Shard(string Prefix, int Number, int Count)
{
    public const int Most = 1000;

    public static Shard? TryParse(string path)
    {
        var match = Pattern().Match(path);
        if (!match.Success || !int.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(match.Groups["count"].Value, CultureInfo.InvariantCulture, out var count)) return null;
        return number >= 1 && number <= count && count <= Most ? new Shard(match.Groups["prefix"].Value, number, count) : null;
    }

    public string PathOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{number:00000}-of-{Count:00000}.gguf");

    public static string WithoutNumber(string name) => Suffix().Replace(name, "");

    [GeneratedRegex(@"^(?<prefix>.+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\.gguf$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"-[0-9]{5}-of-[0-9]{5}(?=$|\.gguf$)", RegexOptions.IgnoreCase)]
    private static partial Regex Suffix();
}
