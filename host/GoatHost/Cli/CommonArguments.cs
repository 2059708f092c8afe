using System.CommandLine;

namespace GoatHost.Cli;

/// <summary>Arguments and options that several commands share, so that they read the same everywhere.</summary>
internal static class CommonArguments
{
    public static Argument<string> Reference() => new("reference")
    {
        Description = "An inscription id or txid, ord:…, magnet:?…, a .torrent or .gguf file, or the name of a model, as in goat-tiny-kjv:q4_0.",
    };

    public static Argument<string> Model() => new("model") { Description = "A model on this machine, as in goat-tiny-kjv:q4_0." };

    public static Option<string?> Quantization() => new("--quant", "-q")
    {
        Description = "Which quantization to take, as in Q4_0. Default: the largest up to Q8_0 that fits this machine.",
        HelpName = "name",
    };

    public static Option<bool> AllowUnproven() => new("--allow-unproven")
    {
        Description = "Take the model although less is proven of it than its source asks for.",
    };

    public static Option<bool> Metadata() => new("--metadata")
    {
        Description = "What its publisher says about it, as JSON, instead of the content.",
    };

    public static Option<bool> Raw() => new("--raw") { Description = "The bytes as they are stored, not decoded." };

    public static Option<bool> Json() => new("--json") { Description = "Write JSON." };
}
