using System.Text.Json;
using System.Text.Json.Serialization;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks.Allocations;

/// <summary>The committed table of bytes that each benchmark may allocate in one call.</summary>
internal static class AllocationTable
{
    private static string FilePath => Path.Combine(Fixtures.Root, "tests", "Benchmarks", "allocations.json");

    public static async Task<SortedDictionary<string, long>> ReadAsync()
    {
        if (!File.Exists(FilePath)) return NewTable();
        await using var file = File.OpenRead(FilePath);
        return new(await JsonSerializer.DeserializeAsync(file, TableJson.Default.SortedDictionaryStringInt64) ?? NewTable(), StringComparer.Ordinal);
    }

    public static Task WriteAsync(SortedDictionary<string, long> table) =>
        File.WriteAllTextAsync(FilePath, JsonSerializer.Serialize(table, TableJson.Default.SortedDictionaryStringInt64) + "\n");

    public static SortedDictionary<string, long> NewTable() => new(StringComparer.Ordinal);
}

/// <summary>How the table is written: one line a benchmark, so that a change reads well in a diff.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(SortedDictionary<string, long>))]
internal sealed partial class TableJson : JsonSerializerContext;
