using GoatHost.Abstractions;

namespace GoatHost.Cli.Rendering;

/// <summary>Models of the catalog, one a row.</summary>
internal static class RemoteTable
{
    public static void Write(Terminal terminal, IReadOnlyList<ModelDescription> models, bool json)
    {
        if (json)
        {
            JsonText.Write(terminal.Out, [.. models.Select(ModelView.Of)], CliJson.Readable.ModelViewArray);
            return;
        }
        if (models.Count == 0 && terminal.OutIsTerminal)
        {
            terminal.Out.WriteLine("Nothing in the catalog fits. Sources fill it by commands of their own, which goat --help lists.");
            return;
        }
        var table = new Table("NAME", "SIZE", "LICENCE", "PROVEN", "PARENT", "REFERENCE");
        foreach (var model in models)
        {
            table.Row(model.Name, Size(model), model.License ?? "-", Proven(model), Parents(model), model.Origin.Text);
        }
        table.Write(terminal.Out, terminal.OutIsTerminal);
    }

    private static string Size(ModelDescription model) =>
        model.Files.Count > 0 && model.Files.All(file => file.Size is not null) ? Quantities.Bytes(model.Files.Sum(file => file.Size!.Value)) : "-";

    private static string Proven(ModelDescription model) => $"{model.Proofs.Count(proof => proof.Holds)} of {model.Proofs.Count}";

    private static string Parents(ModelDescription model) => model.Parents.Count == 0
        ? "-"
        : string.Join(' ', model.Parents.Select(parent => $"{parent.Reference.Text} ({(parent.IsProven ? "proven" : "claimed")})"));
}
