using System.Text.RegularExpressions;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>Names of quantizations: where they stand in a file name, and how many bits they mean.</summary>
internal static partial class Quantizations
{
    /// <summary>The last quantization in a file's name, upper case, or null.</summary>
    public static string? InFileName(string path)
    {
        var match = Pattern().Match(Path.GetFileName(path));
        return match.Success ? Normal(match.Groups["name"].Value) : null;
    }

    /// <summary>A name without its shard number and its last quantization: what all quantizations of a model have in common.</summary>
    public static string WithoutQuantization(string name)
    {
        var whole = Shard.WithoutNumber(name);
        var match = Pattern().Match(whole);
        if (!match.Success) return whole;
        var rest = (whole[..match.Index].TrimEnd('-', '.', '_', ' ') + whole[(match.Index + match.Length)..]).Trim('-', '.', '_', ' ');
        return rest.Length == 0 ? whole : rest;
    }

    /// <summary>Upper case, and <c>FP16</c> as <c>F16</c>.</summary>
    public static string Normal(string name)
    {
        var upper = name.ToUpperInvariant();
        return upper is "FP16" or "FP32" ? "F" + upper[2..] : upper;
    }

    /// <summary>Whether weights are kept as floats of 16 bits or more: fetched only when asked for by name.</summary>
    public static bool IsFloat(string name) => Bits(name) is > 8;

    /// <summary>Bits of a weight as the name tells, or null when it does not.</summary>
    public static int? Bits(string name)
    {
        var normal = Normal(name);
        var digits = normal.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, out var bits) && bits is > 0 and <= 64 ? bits : null;
    }

    /// <summary>Without the size of its mix: <c>Q4_K</c> of <c>Q4_K_M</c>. What most weights are is told by this much.</summary>
    public static string Family(string name) => Mix().Replace(Normal(name), "");

    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?<name>I?Q[1-9]_(?:[01]|K_(?:XXS|XS|S|M|L|XL)|K|XXS|XS|S|M|NL)|TQ[12]_0"
        + @"|MXFP4(?:_MOE)?|NVFP4|BF16|FP?(?:16|32)|F64)(?![A-Za-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.RightToLeft | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"_(?:XXS|XS|S|M|L|XL|NL|MOE)$")]
    private static partial Regex Mix();
}
