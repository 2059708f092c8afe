using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Templates;

/// <summary>Other engines of the template language, asked to render the whole matrix.</summary>
internal static class TemplatePeer
{
    // Both tests ask, one after the other.
    private static Dictionary<string, string>? _node;

    private static string Here => Path.Combine(Fixtures.Root, "tests", "Interop.Tests", "Templates");

    public static string Matrix => Path.Combine(Here, "matrix.json");

    /// <summary>The templates that llama.cpp ships.</summary>
    public static string Templates()
    {
        var folder = Path.Combine(Fixtures.Root, "artifacts", "llama-source", "models", "templates");
        Skip.IfNot(Directory.Exists(folder), "llama.cpp's templates are not here; tests/fetch-llama-source.sh gets them");
        return folder;
    }

    /// <summary>What npm's <c>@huggingface/jinja</c> makes of them.</summary>
    public static async Task<Dictionary<string, string>> AskNodeAsync(string templates)
    {
        var (node, npm) = (Programs.Find("node"), Programs.Find("npm"));
        if (_node is not null) return _node;
        Skip.If(node is null || npm is null, "Node.js is not here, and the engine to compare with is its package @huggingface/jinja");
        // Apart from other projects' packages, and fetched once.
        var home = Directory.CreateDirectory(Path.Combine(Fixtures.Root, "artifacts", "template-peer")).FullName;
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Here, "peer")), Path.Combine(Fixtures.Root, ".npmrc")];
        foreach (var file in files.Where(File.Exists)) File.Copy(file, Path.Combine(home, Path.GetFileName(file)), overwrite: true);
        var installed = await Programs.RunAsync(npm!, "ci", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        Assert.True(installed.Code == 0, $"npm could not fetch @huggingface/jinja: {installed.Output}");
        return _node = await AskAsync("/usr/bin/env", "TZ=UTC", "LC_ALL=C", node!, Path.Combine(home, "render.mjs"), templates, Matrix);
    }

    /// <summary>What Python's Jinja2 makes of them, which the models were trained with.</summary>
    public static async Task<Dictionary<string, string>> AskPythonAsync(string templates)
    {
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            if ((await Programs.RunAsync("/usr/bin/env", python, "-c", "import jinja2")).Code != 0) continue;
            return await AskAsync("/usr/bin/env", python, Path.Combine(Here, "peer", "render.py"), templates, Matrix);
        }
        Skip.If(true, "python3-jinja2 is not here");
        return [];
    }

    private static async Task<Dictionary<string, string>> AskAsync(string program, params IEnumerable<string> arguments)
    {
        var (code, output) = await Programs.RunAsync(program, arguments);
        Assert.True(code == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 3))
            .ToDictionary(parts => $"{parts[0]} {parts[1]}", parts => parts[2]);
    }
}
