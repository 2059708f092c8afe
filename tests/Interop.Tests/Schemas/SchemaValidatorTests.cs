using System.Text.Json;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.TestKit;
using Plugins.LlamaCpp.Tests.Grammars;

namespace GoatHost.Interop.Tests.Schemas;

/// <summary>Texts of the grammars that schemas are turned into, judged by npm's <c>ajv</c>, which most programs validate with.</summary>
public sealed partial class SchemaValidatorTests
{
    private const int TextsOfEach = 12;

    private static readonly string[] Chosen =
    [
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0,"maximum":150},"tags":{"type":"array","items":{"type":"string","maxLength":8},"maxItems":3}},"required":["name","age","tags"],"additionalProperties":false}""",
        """{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"value":{"type":["integer","null"]},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["value","next"],"additionalProperties":false}}}""",
        """{"type":"array","prefixItems":[{"const":"a"},{"enum":[1,null,true]}],"items":{"type":"boolean"},"minItems":2,"maxItems":5}""",
        """{"type":"string","format":"date"}""", """{"type":"string","format":"time"}""", """{"type":"string","format":"date-time"}""",
        """{"type":"string","format":"uuid"}""", """{"type":"string","format":"email"}""", """{"type":"string","format":"ipv4"}""",
        """{"type":"string","format":"ipv6"}""", """{"type":"string","format":"hostname"}""", """{"type":"string","format":"duration"}""",
        """{"type":"string","format":"uri"}""",
        """{"type":"object","patternProperties":{"^n_":{"type":"integer"},"_s$":{"minimum":3}},"additionalProperties":{"type":"boolean"},"maxProperties":4}""",
        """{"type":"object","properties":{"a":{},"b":{},"c":{}},"minProperties":2,"maxProperties":2,"additionalProperties":false}""",
        """{"type":"object","propertyNames":{"pattern":"^[a-z]{2,4}$"},"additionalProperties":{"type":"null"}}""",
        """{"type":"integer","multipleOf":12,"minimum":-1000000,"maximum":7000000}""", """{"type":"number","multipleOf":0.25,"minimum":-9,"maximum":12000.5}""",
        """{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"n":{"type":"integer"}},"required":["kind","n"]},{"type":"object","properties":{"kind":{"const":"b"}},"required":["kind"]}]}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"null"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}""",
        """{"oneOf":[{"enum":[1,2,3]},{"enum":[3,4]},{"type":"string","const":"x"}]}""",
        """{"type":"string","allOf":[{"pattern":"^[a-f]+$"},{"pattern":"[aeiou]$"},{"minLength":2,"maxLength":9}]}""",
        """{"type":"number","minimum":-1.25,"exclusiveMaximum":3.105}""", """{"type":"integer","exclusiveMinimum":-120,"maximum":77}""",
        """{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"a":{"minimum":3,"maximum":40},"b":{"type":"string"}},"required":["b"]}]}""",
    ];

    [SkippableFact]
    public async Task Every_text_that_a_schemas_grammar_writes_is_valid_to_ajv()
    {
        var (node, npm) = (Programs.Find("node"), Programs.Find("npm"));
        Skip.If(node is null || npm is null, "Node.js is not here, and the validator is its package ajv");
        var home = await InstallAsync(npm!);
        var cases = Cases().ToList();
        var file = Path.Combine(home, "cases.jsonl");
        await File.WriteAllLinesAsync(file, cases.Select(one => $$"""{"schema":{{one.Schema}},"texts":[{{string.Join(',', one.Texts.Select(text => $"\"{JsonEncodedText.Encode(text)}\""))}}]}"""));
        var (code, output) = await Programs.RunAsync(node!, Path.Combine(home, "validate.mjs"), file);
        Assert.True(code == 0, output);
        var judged = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Count, judged.Length);
        foreach (var (one, wrong) in cases.Zip(judged)) Assert.True(wrong == "[]", $"{one.Schema}\n{wrong}");
        Assert.True(cases.Count > Chosen.Length * 5);
    }

    private static IEnumerable<(string Schema, List<string> Texts)> Cases()
    {
        var random = new Random(41);
        var schemas = Chosen.Concat(Enumerable.Range(0, Rounds.Of(200, 5000)).Select(_ => new RandomSchema(random).Write()));
        foreach (var schema in schemas)
        {
            if (Grammar(schema) is not { } grammar) continue;
            var words = new GrammarWords(grammar);
            // JavaScript's numbers are doubles: digits that they do not tell apart are no matter of the grammar.
            var texts = Enumerable.Range(0, TextsOfEach).Select(_ => words.Write(random)).Where(text => !LongNumber().IsMatch(text)).ToList();
            if (texts.Count > 0) yield return (schema, texts);
        }
    }

    private static Grammar? Grammar(string schema)
    {
        try
        {
            return SchemaGrammar.Of(JsonElement.Parse(schema));
        }
        catch (RequestException)
        {
            return null; // some of the random schemas ask for what nothing fits
        }
    }

    private static async Task<string> InstallAsync(string npm)
    {
        // Apart from other projects' packages, and fetched once.
        var home = Directory.CreateDirectory(Path.Combine(Fixtures.Root, "artifacts", "schema-peer")).FullName;
        var peer = Path.Combine(Fixtures.Root, "tests", "Interop.Tests", "Schemas", "peer");
        string[] files = [.. Directory.EnumerateFiles(peer), Path.Combine(Fixtures.Root, ".npmrc")];
        foreach (var file in files.Where(File.Exists)) File.Copy(file, Path.Combine(home, Path.GetFileName(file)), overwrite: true);
        var (code, output) = await Programs.RunAsync(npm, "ci", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        Assert.True(code == 0, $"npm could not fetch ajv: {output}");
        return home;
    }

    [GeneratedRegex(@"[0-9][0-9.]{13,}|[eE][+-]?[0-9]{2}")]
    private static partial Regex LongNumber();
}
