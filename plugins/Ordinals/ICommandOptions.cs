using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals;

/// <summary>What may be typed after a command; each step gives the options with one more, and null for what is none.</summary>
internal interface ICommandOptions<T> where T : class, ICommandOptions<T>, new()
{
    /// <summary>How the command is used, in lines.</summary>
    static abstract string Usage { get; }

    /// <summary>With a word that stands by itself.</summary>
    T? With(string word);

    /// <summary>With an option and its value.</summary>
    T? With(string name, string value);

    /// <summary>What does not go together, or is missing.</summary>
    string? Contradiction();

    /// <summary>Reads the arguments, or tells what is wrong with them and how the command is used.</summary>
    static T? Read(IReadOnlyList<string> arguments, ICommandOutput output)
    {
        if (Parse(arguments, out var flaw) is { } options) return options;
        if (arguments is not ["--help" or "-h" or "-?"]) output.Text(flaw!);
        foreach (var line in T.Usage.Split('\n')) output.Text(line);
        return null;
    }

    private static T? Parse(IReadOnlyList<string> arguments, out string? flaw)
    {
        var options = new T();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : null);
            if (options.With(name) is { } one)
            {
                options = one;
                continue;
            }
            if (value is null || options.With(name, value) is not { } valued)
            {
                flaw = value is null
                    ? $"{name} is no option, or its value is missing."
                    : $"{name} {value} is no option of this command, or has a wrong value.";
                return null;
            }
            options = valued;
            i++;
        }
        flaw = options.Contradiction();
        return flaw is null ? options : null;
    }
}
