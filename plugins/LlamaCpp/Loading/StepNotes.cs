using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>
/// What steps of each width took, by model and machine, from one load to the next: a small file that is only ever a hint.
/// Two workers may write it at once; the later one wins.
/// </summary>
internal sealed class StepNotes(string? folder)
{
    private const int MostBytes = 1 << 18;
    private const int MostModels = 64;

    private readonly string? _path = folder is null ? null : Path.Combine(folder, "steps.json");

    /// <summary>Seconds of a step by width, as noted.</summary>
    public IReadOnlyDictionary<int, double> Read(string key) => ReadAll().GetValueOrDefault(key) ?? [];

    /// <summary>Notes what was learnt.</summary>
    public void Write(string key, IReadOnlyDictionary<int, double> seconds)
    {
        if (_path is null || seconds.Count == 0) return;
        var notes = ReadAll();
        if (!notes.ContainsKey(key) && notes.Count >= MostModels) notes.Remove(notes.Keys.First());
        notes[key] = new(seconds);
        var draft = $"{_path}.{Environment.ProcessId}";
        try
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(notes, StepNotesJson.Default.DictionaryStringDictionaryInt32Double);
            File.WriteAllBytes(draft, bytes);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without notes the next load measures again.
            if (File.Exists(draft)) File.Delete(draft);
        }
    }

    private Dictionary<string, Dictionary<int, double>> ReadAll()
    {
        try
        {
            if (_path is null || !File.Exists(_path) || new FileInfo(_path).Length > MostBytes) return [];
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), StepNotesJson.Default.DictionaryStringDictionaryInt32Double) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
