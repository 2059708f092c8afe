using System.Globalization;
using System.Text.Json;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Numbers: any, or those between bounds, digit by digit.</summary>
internal static class NumberGrammar
{
    /// <summary>Where there is no bound: what a 64-bit integer holds, and more than a double tells apart.</summary>
    private const decimal Widest = 999_999_999_999_999_999m;

    public static Expression Write(IReadOnlyList<SchemaPart> parts, bool integer, GrammarRules rules)
    {
        var (least, most) = (Bound(parts, +1), Bound(parts, -1));
        foreach (var format in parts.Select(part => part.Text("format")).OfType<string>())
        {
            if (!integer || Width(format) is not { } width) continue;
            least = Tighter(least, (width.Least, false), +1);
            most = Tighter(most, (width.Most, false), -1);
        }
        if (Step(parts) is { } step)
        {
            var (from, to) = (Tighter(least, (-Widest, false), +1)!.Value, Tighter(most, (Widest, false), -1)!.Value);
            return new MultipleGrammar(rules).Write(step, from, to, integer)
                ?? throw parts.First(part => part.Has("multipleOf"))
                    .Refused(string.Create(CultureInfo.InvariantCulture, $"multipleOf: {step}"));
        }
        if (least is null && most is null) return Rule(integer ? JsonRules.Integer : JsonRules.Number);
        var low = least ?? (Math.Min(-Widest, most!.Value.Value), false);
        var high = most ?? (Math.Max(Widest, low.Value), false);
        return integer ? Integers(low, high) : Numbers(low, high);
    }

    /// <summary>What numbers are to be multiples of, where something is; of several steps the least that is a multiple of all.</summary>
    private static decimal? Step(IReadOnlyList<SchemaPart> parts)
    {
        decimal? step = null;
        foreach (var part in parts)
        {
            if (part.Number("multipleOf") is not { } next) continue;
            if (next <= 0) throw part.Wrong("multipleOf", "a number above 0");
            // A step of 28 places or of a product that no decimal holds is one of those that cannot be kept to.
            if (step is not null && !(IsSmall(next) && IsSmall(step.Value))) throw part.Refused("several multipleOf");
            step = step is { } one ? one / Common(one, next) * next : next;
        }
        return step;
    }

    private static bool IsSmall(decimal step) => step is >= 1e-9m and <= 1e9m;

    private static decimal Common(decimal one, decimal other) => other == 0 ? one : Common(other, one % other);

    private static Expression Integers((decimal Value, bool Strict) low, (decimal Value, bool Strict) high)
    {
        var least = low.Strict ? decimal.Floor(low.Value) + 1 : decimal.Ceiling(low.Value);
        var most = high.Strict ? decimal.Ceiling(high.Value) - 1 : decimal.Floor(high.Value);
        var options = new List<Expression>();
        if (most >= Math.Max(least, 0)) options.Add(DigitRange.Whole(Math.Max(least, 0), most));
        if (least <= Math.Min(most, -1)) options.Add(Of(Text("-"), DigitRange.Whole(-Math.Min(most, -1), -least)));
        return OneOf(options);
    }

    private static Expression Numbers((decimal Value, bool Strict) low, (decimal Value, bool Strict) high)
    {
        var options = new List<Expression>();
        if (high.Value >= 0) options.Add(DigitRange.Decimal(low.Value < 0 ? (0, false) : low, high));
        if (low.Value < 0)
        {
            var least = high.Value > 0 ? (0, false) : (-high.Value, high.Strict);
            options.Add(Of(Text("-"), DigitRange.Decimal(least, (-low.Value, low.Strict))));
        }
        return OneOf(options);
    }

    private static (decimal Value, bool Strict)? Bound(IReadOnlyList<SchemaPart> parts, int sign)
    {
        var (inclusive, exclusive) = sign > 0 ? ("minimum", "exclusiveMinimum") : ("maximum", "exclusiveMaximum");
        (decimal, bool)? bound = null;
        foreach (var part in parts)
        {
            // In the drafts before 6 the second was a flag beside the first.
            var flag = part.TryGet(exclusive, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            if (part.Number(inclusive) is { } number) bound = Tighter(bound, (number, flag && value.ValueKind == JsonValueKind.True), sign);
            if (!flag && part.Number(exclusive) is { } beyond) bound = Tighter(bound, (beyond, true), sign);
        }
        return bound;
    }

    private static (decimal Value, bool Strict)? Tighter((decimal Value, bool Strict)? bound, (decimal Value, bool Strict) other, int sign)
    {
        if (bound is not { } one) return other;
        var order = sign * one.Value.CompareTo(other.Value);
        return order > 0 || (order == 0 && one.Strict) ? one : other;
    }

    // OpenAPI's formats of numbers; the others say nothing about a value.
    private static (decimal Least, decimal Most)? Width(string format) => format switch
    {
        "int8" => (sbyte.MinValue, sbyte.MaxValue),
        "uint8" => (0, byte.MaxValue),
        "int16" => (short.MinValue, short.MaxValue),
        "uint16" => (0, ushort.MaxValue),
        "int32" => (int.MinValue, int.MaxValue),
        "uint32" => (0, uint.MaxValue),
        "int64" => (long.MinValue, long.MaxValue),
        "uint64" => (0, ulong.MaxValue),
        _ => null,
    };
}
