using GoatHost.Abstractions;
using GoatHost.Engine.Verification;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>Asks transports for the files that a description does not name, or does not give the size of.</summary>
internal sealed class RemoteLists(ICapabilities capabilities)
{
    private const int MostFiles = 100_000;

    public async Task<IReadOnlyList<Artifact>> CompleteAsync(
        ModelDescription description, IReadOnlyList<Locator> locators, SyncProgress notes, CancellationToken ct)
    {
        if (description.Files.Count > 0 && description.Files.All(file => file.Size is not null)) return description.Files;
        var listed = await ListAsync(description.Name, locators, notes, ct);
        if (description.Files.Count == 0) return listed.Select(file => new Artifact(file.Path, file.Size, null, null, [])).ToList();
        var sizes = listed.ToDictionary(file => file.Path, file => file.Size, StringComparer.Ordinal);
        return description.Files
            .Select(file => file with { Size = file.Size ?? (sizes.TryGetValue(file.Path, out var size) ? size : null) })
            .Where(file => file.Size is not null)
            .ToList();
    }

    private async Task<IReadOnlyList<RemoteFile>> ListAsync(
        string name, IReadOnlyList<Locator> locators, SyncProgress notes, CancellationToken ct)
    {
        var (tried, refused) = (new List<string>(), false);
        foreach (var locator in locators)
        {
            var transport = capabilities.Transports.FirstOrDefault(transport => transport.CanFetch(locator));
            if (transport is null)
            {
                tried.Add($"no transport here reads {ShownText.Of(locator.Text)}");
                continue;
            }
            notes.Say($"asking {transport.Name} for the list of files");
            try
            {
                var files = await transport.ListAsync(locator, ct);
                if (files.Count > MostFiles)
                    throw new RefusedException($"{ShownText.Of(locator.Text)} lists {files.Count} files, where at most {MostFiles} are read.");
                ArtifactPath.CheckSet(files.Select(file => file.Path));
                return files;
            }
            catch (GoatException e)
            {
                tried.Add(e.Message.TrimEnd('.'));
                refused |= e is RefusedException;
                notes.Say(e.Message);
            }
        }
        if (tried.Count == 0) throw new GoatException($"{name} cannot be fetched: its description names no place to have it from.");
        var sentence = $"The files of {name} cannot be listed: {string.Join("; ", tried)}.";
        throw refused ? new RefusedException(sentence) : new GoatException(sentence);
    }
}
