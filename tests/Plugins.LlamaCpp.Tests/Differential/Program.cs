using System.Globalization;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>What the tests start as a process of its own: it gives each file of a corpus to llama.cpp and writes down what came of it.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var kind, var corpus, var verdicts, var first]) return 2;
        Func<byte[], bool> accepts = kind == nameof(NativeReader) ? NativeReader.Accepts : NativeModel.Accepts;
        using var results = new FileStream(verdicts, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        foreach (var file in Corpus.Read(corpus).Skip(int.Parse(first, CultureInfo.InvariantCulture)))
            results.WriteByte(accepts(file) ? (byte)Verdict.Accepted : (byte)Verdict.Refused);
        return 0;
    }
}
