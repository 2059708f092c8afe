namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>Many small files in one, each after its length.</summary>
internal static class Corpus
{
    public static void Write(string path, IEnumerable<byte[]> files)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (var file in files)
        {
            writer.Write(file.Length);
            writer.Write(file);
        }
    }

    public static IEnumerable<byte[]> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new BinaryReader(stream);
        while (stream.Position < stream.Length) yield return reader.ReadBytes(reader.ReadInt32());
    }
}
