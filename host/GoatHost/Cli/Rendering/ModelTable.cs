using System.Globalization;
using GoatHost.Engine.Store;

namespace GoatHost.Cli.Rendering;

/// <summary>Models, one a row.</summary>
internal static class ModelTable
{
    public static void Write(Terminal terminal, IReadOnlyList<StoredModel> models)
    {
        if (models.Count == 0 && terminal.OutIsTerminal)
        {
            terminal.Out.WriteLine("No models yet. Bring one with: goat pull <reference>");
            return;
        }
        var table = new Table("NAME", "PARAMETERS", "SIZE", "CONTEXT", "ADDED", "FROM");
        foreach (var model in models)
        {
            table.Row(
                model.FullName,
                Quantities.Count(model.Summary.Parameters),
                Quantities.Bytes(model.Size),
                model.Summary.Adapter ?? model.Summary.ContextLength.ToString(CultureInfo.InvariantCulture),
                model.AddedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                model.Origin.Text);
        }
        table.Write(terminal.Out, terminal.OutIsTerminal);
    }
}
