using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync.Resolving;

/// <summary>Files that are taken for models elsewhere, and that goat does not load.</summary>
internal static class ForeignFiles
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pt"] = Pickle, [".pth"] = Pickle, [".bin"] = Pickle, [".pkl"] = Pickle, [".pickle"] = Pickle, [".ckpt"] = Pickle, [".joblib"] = Pickle,
        [".py"] = Program, [".sh"] = Program, [".exe"] = Program, [".bat"] = Program, [".cmd"] = Program, [".ps1"] = Program, [".js"] = Program,
        [".dll"] = Program, [".so"] = Program, [".dylib"] = Program, [".msi"] = Program, [".llamafile"] = Program,
        [".safetensors"] = Weights, [".onnx"] = Weights, [".h5"] = Weights, [".tflite"] = Weights, [".ggml"] = Weights, [".npz"] = Weights,
    };

    private const string Pickle = "a pickle can run any program while it is opened";
    private const string Program = "it is a program, not a model";
    private const string Weights = "no runtime here reads that format";

    public static bool IsForeign(string path) => Reasons.ContainsKey(Path.GetExtension(path));

    public static RefusedException Refusal(string path) => new(
        $"{Path.GetFileName(path)} is never loaded, because {Reasons.GetValueOrDefault(Path.GetExtension(path), "it is neither a GGUF file nor anything a transport reads")}: look for the model as a .gguf file.");
}
