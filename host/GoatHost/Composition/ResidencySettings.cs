using System.Globalization;
using GoatHost.Engine.Inference;
using GoatHost.Http.Ollama.Fields;

namespace GoatHost.Composition;

/// <summary>How many models may be in memory and for how long, as a person set it: the command line before the environment.</summary>
internal static class ResidencySettings
{
    public const string KeepAlive = "GOAT_KEEP_ALIVE";
    public const string MostModels = "GOAT_MAX_MODELS";
    public const string MemoryCheck = "GOAT_MEMORY_CHECK";

    public static ResidencyRules OfEnvironment(Func<string, string?> environment)
    {
        var rules = With(new ResidencyRules(), Given(KeepAlive), Given(MostModels) is { } count ? Count(MostModels, count) : null);
        return Given(MemoryCheck) switch
        {
            null or "on" => rules,
            "off" => rules with { ChecksMemory = false },
            var other => throw new UsageException($"{MemoryCheck} is on or off, not '{other}'."),
        };

        string? Given(string name) => environment(name) is { Length: > 0 } value ? value : null;
    }

    public static ResidencyRules With(ResidencyRules rules, string? keepAlive, int? mostModels) => rules with
    {
        KeepAlive = keepAlive is null ? rules.KeepAlive
            : GoDuration.TryParse(keepAlive, out var time) ? time
            : int.TryParse(keepAlive, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException(
                $"'{keepAlive}' is no time to keep a model loaded: give 5m, 1h30m or a number of seconds; -1 is for ever, 0 unloads at once."),
        MostModels = mostModels is not { } count ? rules.MostModels
            : count >= 1 ? count
            : throw new UsageException("At least 1 model must be allowed in memory."),
    };

    private static int Count(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new UsageException($"{name} is a number, not '{text}'.");
}
