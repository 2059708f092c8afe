using System.CommandLine;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Store.Catalog;

namespace GoatHost.Cli;

/// <summary><c>goat search</c>: looks through the catalog of models that sources found.</summary>
internal static class SearchCommand
{
    public static Command Create(CliContext cli)
    {
        var words = new Argument<string[]>("words")
        {
            Description = "Words that must all be in a model's name, title, licence, reference, file names or links.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = CommonArguments.Json();
        var command = new Command("search", "Search the models that were found on the chain and elsewhere, fetched or not.") { words, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var engine = cli.OpenEngine();
            var asked = parsed.GetRequiredValue(words);
            RemoteTable.Write(cli.Terminal, await FindAsync(engine, entry => Matches(entry, asked), ct), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return HelpText.WithExamples(command, "goat search llama", "goat search tiny q8_0 --json");
    }

    /// <summary>Models of the catalog that are still where they were found.</summary>
    public static async Task<IReadOnlyList<ModelDescription>> FindAsync(EngineScope engine, Func<ModelDescription, bool> fits, CancellationToken ct) =>
    [
        .. (await engine.Catalog.ListAsync(ct)).Where(entry => entry.State == CatalogState.Found).Select(entry => entry.Description!).Where(fits),
    ];

    private static bool Matches(ModelDescription model, string[] words) =>
        words.All(word => Texts(model).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Texts(ModelDescription model) =>
    [
        model.Name, model.Title ?? "", model.License ?? "", model.Origin.Text,
        .. model.Files.Select(file => $"{file.Path} {file.Quantization}"), .. model.Locators.Select(locator => locator.Text),
    ];
}
