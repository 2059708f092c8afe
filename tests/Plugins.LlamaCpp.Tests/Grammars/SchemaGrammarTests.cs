using System.Diagnostics;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Grammars;

public sealed class SchemaGrammarTests
{
    public static TheoryData<string> Schemas { get; } =
    [
        "true",
        "{}",
        """{"type":"object"}""",
        """{"type":["string","null","integer"]}""",
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0}},"required":["name"],"additionalProperties":false}""",
        """{"type":"object","properties":{"b":{"type":"boolean"},"a":{"type":"null"},"c":{"type":"number"}}}""",
        """{"type":"object","properties":{"ab":{"type":"integer"},"a\"b\n":{"type":"integer"}},"additionalProperties":{"type":"string"}}""",
        """{"type":"object","properties":{"x":true},"required":["x","y"],"additionalProperties":true}""",
        """{"type":"object","propertyNames":{"type":"string","pattern":"^[a-z]{2,5}$"},"additionalProperties":{"type":"integer"}}""",
        """{"type":"array","items":{"type":"integer","exclusiveMinimum":-7,"maximum":12},"minItems":2,"maxItems":5}""",
        """{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"items":{"type":"boolean"},"minItems":1}""",
        """{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"maxItems":1}""",
        """{"type":"array","items":[{"const":1},{"const":2}],"additionalItems":false,"minItems":2}""",
        """{"type":"array","maxItems":0}""",
        """{"enum":["red","redder","green",1,1.50,null,true,{"a":[1,"x"]},"",""]}""",
        """{"type":"string","enum":["a","bb","ccc"],"minLength":2}""",
        """{"const":"läßt \" \\ 👋\u0001"}""",
        """{"type":"string","minLength":2,"maxLength":5}""",
        """{"type":"string","minLength":2400,"maxLength":5200}""",
        """{"type":"string","pattern":"^(foo|ba[rz])-\\d{2,3}(\\.\\w+)?$"}""",
        """{"type":"string","pattern":"[\"\\\\\\n\\t]x"}""",
        """{"type":"string","pattern":"^[^a-y]*$|z"}""",
        """{"type":"string","pattern":"^[a-z]+$","minLength":3,"maxLength":6}""",
        """{"type":"string","pattern":"^(a*b?)*$"}""",
        """{"type":"string","format":"date"}""",
        """{"type":"string","format":"time"}""",
        """{"type":"string","format":"date-time"}""",
        """{"type":"string","format":"duration"}""",
        """{"type":"string","format":"uuid"}""",
        """{"type":"string","format":"ipv4"}""",
        """{"type":"string","format":"ipv6"}""",
        """{"type":"string","format":"email"}""",
        """{"type":"string","format":"hostname"}""",
        """{"type":"string","format":"uri"}""",
        """{"type":"integer","minimum":-9007199254740991,"maximum":9007199254740991}""",
        """{"type":"integer","minimum":95,"maximum":1205}""",
        """{"type":"integer","minimum":-120,"exclusiveMaximum":-7}""",
        """{"type":"number","minimum":-1.25,"exclusiveMaximum":3.105}""",
        """{"type":"number","exclusiveMinimum":0,"maximum":1}""",
        """{"type":"number","minimum":0.1,"maximum":0.9}""",
        """{"type":"number","minimum":1e-7}""",
        """{"type":"number","maximum":-1000000}""",
        """{"anyOf":[{"type":"object","properties":{"kind":{"const":"a"}},"required":["kind"]},{"type":"object","properties":{"kind":{"const":"b"},"n":{"type":"integer"}},"required":["kind","n"]}]}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""",
        """{"allOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"a":{"minimum":3,"maximum":40},"b":{"type":"string"}},"required":["b"]}]}""",
        """{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"value":{"type":"integer"},"children":{"type":"array","items":{"$ref":"#/$defs/tree"}}},"required":["value","children"],"additionalProperties":false}}}""",
        """{"definitions":{"list":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/definitions/list"},{"type":"null"}]}},"required":["next"]}},"$ref":"#/definitions/list"}""",
        """{"type":"object","properties":{"self":{"$ref":"#"}},"additionalProperties":false}""",
        """{"type":"object","properties":{"never":false,"x":{"type":"integer"}},"required":["x"]}""",
        """{"type":"string","pattern":"^(ab)+$","maxLength":7}""",
        """{"type":"string","allOf":[{"pattern":"^[a-f]+$"},{"pattern":"[aeiou]$"},{"minLength":2,"maxLength":9},{"pattern":"^.{0,3}$"}]}""",
        """{"type":"string","format":"date","pattern":"^20"}""",
        """{"type":"object","patternProperties":{"^n_":{"type":"integer"},"_s$":{"minimum":3}},"additionalProperties":{"type":"boolean"}}""",
        """{"type":"object","properties":{"n_a":{"maximum":7},"b":{"type":"string"}},"patternProperties":{"^n_":{"type":"integer"}},"required":["n_a"],"additionalProperties":false}""",
        """{"type":"object","properties":{"ab":{"type":"integer"},"x":{"type":"integer"}},"propertyNames":{"pattern":"^[a-z]{2}$"},"additionalProperties":{"type":"null"}}""",
        """{"type":"object","propertyNames":{"enum":["a","b"]},"additionalProperties":{"type":"integer"},"maxProperties":1}""",
        """{"type":"object","propertyNames":{"anyOf":[{"pattern":"^a"},{"maxLength":2}]}}""",
        """{"type":"object","minProperties":1}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"integer"},"d":{"type":"integer"}},"required":["c"],"minProperties":2,"maxProperties":3,"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"minProperties":2,"additionalProperties":{"type":"null"}}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"minProperties":3}""",
        """{"type":"object","maxProperties":0}""",
        """{"type":"object","additionalProperties":{"type":"integer"},"maxProperties":4}""",
        """{"type":"integer","multipleOf":3}""",
        """{"type":"integer","multipleOf":100,"minimum":-5000,"maximum":1000000}""",
        """{"type":"integer","multipleOf":7,"minimum":-123456,"exclusiveMaximum":98765432}""",
        """{"type":"integer","multipleOf":1500,"minimum":1,"maximum":400000}""",
        """{"type":"integer","multipleOf":2.5}""",
        """{"type":"integer","allOf":[{"multipleOf":4},{"multipleOf":6}]}""",
        """{"type":"number","multipleOf":0.01}""",
        """{"type":"number","multipleOf":0.25,"minimum":-3.3,"maximum":1000000.1}""",
        """{"type":"number","multipleOf":0.1,"exclusiveMinimum":0,"exclusiveMaximum":1}""",
        """{"type":"number","multipleOf":5}""",
        """{"enum":[1,2,3,4,5,6,7.5,9],"multipleOf":1.5}""",
        """{"oneOf":[{"enum":[1,2,3]},{"enum":[3,4]},{"const":"x"}]}""",
        """{"oneOf":[{"type":"string"},{"type":"object"},{"type":["array","null"],"items":{"type":"null"}}]}""",
        """{"oneOf":[{"type":"object","properties":{"kind":{"const":"a"},"n":{"type":"integer"}},"required":["kind"]},{"type":"object","properties":{"kind":{"const":"b"},"n":{"type":"string"}},"required":["kind"]}]}""",
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"},"c":{"type":"null"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}""",
        """{"type":"object","oneOf":[{"required":["a"]},{"required":["b"]},{"required":["c"]}],"additionalProperties":{"type":"null"}}""",
        """{"oneOf":[{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"integer"}},"required":["b"]}]}""",
        """{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"T","description":"D","type":"object","properties":{"a":{"type":"string","default":"x","examples":["y"]}},"required":["a"],"additionalProperties":false}""",
    ];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_text_of_the_grammar_is_a_document_that_the_schema_allows(string schema)
    {
        var asked = JsonElement.Parse(schema);
        var (grammar, judge) = (SchemaGrammar.Of(asked), new SchemaJudge(asked));
        var (words, random) = (new GrammarWords(grammar), new Random(7));
        for (var round = 0; round < Rounds.Of(60, 2000); round++)
        {
            var text = words.Write(random);
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
            Assert.True(judge.Allows(document.RootElement), text);
            Assert.True(grammar.Accepts(text), text);
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Llama_cpp_reads_the_grammar_and_takes_the_same_texts(string schema)
    {
        var grammar = SchemaGrammar.Of(JsonElement.Parse(schema));
        var (words, random) = (new GrammarWords(grammar), new Random(11));
        for (var round = 0; round < Rounds.Of(12, 300); round++)
        {
            var text = words.Write(random, budget: 6);
            if (round % 2 == 1 && text.Length > 0) text = Spoil(text, random);
            using var native = new NativeGrammar(grammar.Text);
            Assert.True(native.IsRead, grammar.Text);
            Assert.True(grammar.Accepts(text) == native.Accepts(text), text);
        }
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},"n":{"type":"number"}},"required":["name"]}""",
        """{"name":"Zoë","tags":["a","b"],"n":-1.5e+10}""", """{"name":"x","n":0}""", """{"name":"\u00e9\ud83d\ude00\/"}""")]
    [InlineData("""{"type":"object","properties":{"ab":{"type":"integer"}},"additionalProperties":{"type":"string"}}""",
        """{"ab":1,"abc":"x"}""", """{"a":"x","b":""}""", """{"":"x"}""", "{}", """{"aé":"x"}""")]
    [InlineData("""{"type":"number","minimum":0.1,"maximum":0.9}""", "0.1", "0.10", "0.15", "0.9", "0.900", "0.8999999")]
    [InlineData("""{"type":"integer","format":"uint8"}""", "0", "255", "99")]
    [InlineData("""{"type":"number","exclusiveMinimum":-0.5,"maximum":12}""", "-0.4999", "0", "12", "12.0", "3.14", "-0.0")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2026-11-22T17:13:48Z\"", "\"2024-02-29T00:00:00.123+01:00\"", "\"2000-02-29T23:59:59-12:30\"")]
    [InlineData("""{"type":"string","format":"ipv6"}""", "\"::1\"", "\"::\"", "\"2001:db8::8a2e:370:7334\"", "\"fe80::\"", "\"1:2:3:4:5:6:7:8\"")]
    [InlineData("""{"type":"string","pattern":"b+c"}""", "\"abbcd\"", "\"bc\"")]
    [InlineData("""{"type":"string","format":"email"}""", "\"a.b+c@example.co.uk\"")]
    [InlineData("""{"type":"string","format":"uri"}""", "\"https://example.org:8080/a/b?c=d#e\"", "\"http://localhost\"")]
    [InlineData("""{"type":"string","format":"duration"}""", "\"P1Y2M3DT4H5M6S\"", "\"PT10S\"", "\"P3W\"")]
    [InlineData("""{"type":"object","patternProperties":{"^n_":{"type":"integer"}},"additionalProperties":{"type":"string"}}""",
        """{"n_1":1,"x":"y","n_2":2}""", "{}", """{"n":"n_"}""", """{"n_é":7}""")]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{},"c":{}},"minProperties":2,"maxProperties":2}""", """{"a":1,"b":2}""", """{"b":1,"c":2}""", """{"a":1,"c":2}""")]
    [InlineData("""{"type":"integer","multipleOf":12}""", "0", "12", "-24", "144", "999999999999999996")]
    [InlineData("""{"type":"integer","multipleOf":100}""", "0", "100", "-12300", "999999999999999900")]
    [InlineData("""{"type":"number","multipleOf":0.05}""", "0", "0.05", "0.5", "0.50", "-12.35", "3", "3.0")]
    [InlineData("""{"type":"string","pattern":"^(ab)+$","maxLength":7}""", "\"ab\"", "\"ababab\"")]
    [InlineData("""{"oneOf":[{"enum":[1,2,3]},{"enum":[3,4]}]}""", "1", "2", "4")]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{},"c":{}},"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1,"c":2}""", """{"b":1}""")]
    [InlineData("""{"type":"object","propertyNames":{"pattern":"^[a-z]+$","maxLength":3},"additionalProperties":{"type":"integer"}}""", """{"abc":1,"z":2}""", "{}")]
    public void A_document_that_the_schema_allows_is_taken_compact_and_indented(string schema, params string[] documents)
    {
        var asked = JsonElement.Parse(schema);
        var grammar = SchemaGrammar.Of(asked);
        foreach (var document in documents)
        {
            Assert.True(new SchemaJudge(asked).Allows(JsonElement.Parse(document)), document);
            Assert.True(grammar.Accepts(document), document);
            Assert.True(grammar.Accepts(Indented(document)), document);
        }
    }

    [Theory]
    [InlineData("""{"type":"number","minimum":0.1,"maximum":0.9}""", "0.09", "0", "0.91", "1", "0.9001", "-0.5")]
    [InlineData("""{"type":"integer","minimum":95,"maximum":1205}""", "94", "1206", "095", "9", "100.0")]
    [InlineData("""{"type":"object","properties":{"ab":{"type":"integer"}},"additionalProperties":{"type":"string"}}""", """{"ab":"x"}""", """{"\u0061b":"x"}""")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2023-02-29\"", "\"1900-02-29\"", "\"2023-04-31\"", "\"2023-13-01\"")]
    [InlineData("""{"type":"object"}""", "[]", "{\"a\":1,}", "{  }", "\"", " {}")]
    [InlineData("""{"type":"integer","minimum":3,"exclusiveMinimum":true}""", "3", "2")]
    [InlineData("""{"type":"integer","format":"int8"}""", "128", "-129", "1000")]
    [InlineData("""{"type":"string","nullable":false}""", "null")]
    [InlineData("""{"type":"string"}""", "\"\\ud800\"", "\"\n\"", "\"\\x\"")]
    [InlineData("""{"type":"object","patternProperties":{"^n_":{"type":"integer"}},"additionalProperties":{"type":"string"}}""", """{"n_1":"x"}""", """{"x":1}""", """{"\u006e_":"x"}""")]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{},"c":{}},"minProperties":2,"maxProperties":2}""", """{"a":1}""", """{"a":1,"b":2,"c":3}""", "{}")]
    [InlineData("""{"type":"integer","multipleOf":12}""", "1", "11", "100", "144.5", "012")]
    [InlineData("""{"type":"number","multipleOf":0.05}""", "0.01", "0.12", "3.001", "00.05")]
    [InlineData("""{"oneOf":[{"enum":[1,2,3]},{"enum":[3,4]}]}""", "3")]
    [InlineData("""{"type":"object","properties":{"a":{},"b":{}},"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1,"b":2}""", "{}")]
    [InlineData("""{"type":"object","properties":{"a1":{}},"propertyNames":{"pattern":"^[a-z]+$"}}""", """{"a1":1}""")]
    public void What_the_schema_does_not_allow_is_not_taken(string schema, params string[] texts)
    {
        var grammar = SchemaGrammar.Of(JsonElement.Parse(schema));
        Assert.All(texts, text => Assert.False(grammar.Accepts(text), text));
    }

    [Theory]
    [InlineData("not", """{"not":{"type":"string"}}""")]
    [InlineData("multipleOf: 977", """{"type":"object","properties":{"n":{"type":"integer","multipleOf":977}}}""", "#/properties/n")]
    [InlineData("'multipleOf' at # that is not a number above 0", """{"type":"integer","multipleOf":0}""")]
    [InlineData("multipleOf: 0.0000000000001", """{"type":"number","multipleOf":1e-13}""")]
    [InlineData("uniqueItems", """{"type":"array","uniqueItems":true}""")]
    [InlineData("looks ahead", """{"type":"object","patternProperties":{"^(?!x)":{}}}""", "#/patternProperties")]
    [InlineData("more than 5 patternProperties", """{"type":"object","patternProperties":{"a":{},"b":{},"c":{},"d":{},"e":{},"f":{}}}""")]
    [InlineData("too many states", """{"type":"object","patternProperties":{"a.{40}b.{40}c":{}}}""", "#/patternProperties")]
    [InlineData("if", """{"if":{"type":"string"},"then":{"minLength":1}}""")]
    [InlineData("minProperties beyond", """{"type":"object","minProperties":2}""")]
    [InlineData("contains", """{"type":"array","contains":{"const":1}}""")]
    [InlineData("format: regex", """{"type":"string","format":"regex"}""")]
    [InlineData("looks ahead or back", """{"type":"string","pattern":"^(?=a)b"}""")]
    [InlineData("refers back", """{"type":"string","pattern":"(a)\\1"}""")]
    [InlineData("edge of a word", """{"type":"string","pattern":"\\ba"}""")]
    [InlineData("anchor", """{"type":"string","pattern":"a(b$)c"}""")]
    [InlineData("'minItems' to 1000000000", """{"type":"array","minItems":1000000000}""")]
    [InlineData("'minItems' at # that is not a whole number", """{"type":"array","minItems":-1}""")]
    [InlineData("'type' at # that is not one of the seven", """{"type":"strnig"}""")]
    [InlineData("that is not a string", """{"type":5}""")]
    [InlineData("no schema", """{"properties":{"a":5}}""")]
    [InlineData("nothing is there", """{"$ref":"#/$defs/missing"}""")]
    [InlineData("nothing is there", """{"$ref":"https://example.org/schema"}""")]
    [InlineData("refers to itself", """{"$ref":"#"}""")]
    [InlineData("refers to itself", """{"$ref":"#/$defs/a","$defs":{"a":{"anyOf":[{"type":"string"},{"$ref":"#/$defs/a"}]}}}""")]
    [InlineData("no finite text", """{"type":"object","properties":{"x":{"$ref":"#"}},"required":["x"]}""")]
    [InlineData("no finite text", """{"type":"integer","minimum":4,"maximum":3}""")]
    [InlineData("no finite text", "false")]
    [InlineData("no finite text", """{"allOf":[{"type":"string"},{"type":"integer"}]}""")]
    [InlineData("length beside a pattern", """{"type":"string","pattern":"a.{20}$","maxLength":100}""")]
    [InlineData("more than one pattern", """{"type":"string","allOf":[{"pattern":"a.{20}$"},{"pattern":"b.{20}$"}]}""")]
    public void What_cannot_be_kept_to_is_refused_by_name_and_place(string named, string schema, string place = "")
    {
        var refused = Assert.Throws<RequestException>(() => SchemaGrammar.Write(JsonElement.Parse(schema)));
        Assert.Contains(named, refused.Message);
        Assert.Contains(place, refused.Message);
        Assert.EndsWith(".", refused.Message);
    }

    [Fact]
    public void A_reference_is_a_JSON_pointer_in_a_fragment()
    {
        var grammar = SchemaGrammar.Of(JsonElement.Parse("""{"$ref":"#/$defs/a~1b%25/anyOf/1","$defs":{"a/b%":{"anyOf":[true,{"const":7}]}}}"""));
        Assert.True(grammar.Accepts("7"));
        Assert.False(grammar.Accepts("8"));
    }

    [Fact]
    public void A_type_may_be_nullable() =>
        Assert.True(SchemaGrammar.Of(JsonElement.Parse("""{"type":"string","nullable":true}""")).Accepts("null"));

    [Fact]
    public void A_hostile_schema_is_refused_soon()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 500)) + "{}" + new string('}', 500);
        var doubling = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""
            "d{{i}}":{"anyOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}] }
            """));
        var chain = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""
            "d{{i}}":{"type":"object","properties":{"x":{"$ref":"#/$defs/d{{i + 1}}"} } }
            """));
        var crossed = string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""
            {"anyOf":[{"properties":{"a{{i}}":{"const":1} } },{"properties":{"a{{i}}":{"const":2} } }] }
            """));
        var many = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"p{i}\":true"));
        string[] hostile =
        [
            $$$"""{"type":"object","properties":{{{{many}}}} }""",
            deep,
            $$$"""{"$ref":"#/$defs/d0","$defs":{{{{doubling}}},"d40":{"type":"string"} } }""",
            $$$"""{"$ref":"#/$defs/d0","$defs":{{{{chain}}},"d5000":{"type":"string"} } }""",
            $$"""{"allOf":[{{crossed}}]}""",
            $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 100_000))}}]}""",
            $$"""{"oneOf":[{{string.Join(',', Enumerable.Range(0, 400).Select(i => $$"""{"enum":[{{string.Join(',', Enumerable.Range(i, 3000))}}]}"""))}}]}""",
            """{"patternProperties":{"a.{9}b":{},"b.{9}c":{},"c.{9}d":{},"d.{9}e":{},"e.{9}f":{}}}""",
            """{"type":"string","allOf":[{"pattern":"^(.{0,99}a){0,99}$"},{"pattern":"(b.{0,99}){0,99}$"}]}""",
            """{"type":"integer","allOf":[{"multipleOf":999983},{"multipleOf":999979}],"minimum":-1e23}""",
            """{"type":"object","minProperties":5,"maxProperties":100000,"properties":{"a":{},"b":{},"c":{},"d":{},"e":{}},"additionalProperties":true}""",
            """{"type":"string","pattern":"^((((a{0,9999}){0,9999}){0,9999}){0,9999})$"}""",
            $$"""{"type":"string","pattern":"{{new string('(', 1000)}}"}""",
            $$"""{"type":"object","properties":{"{{new string('x', 5000)}}":{} } }""",
        ];
        foreach (var schema in hostile)
        {
            var clock = Stopwatch.StartNew();
            var parsed = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = 2000 });
            var refused = Assert.Throws<RequestException>(() => SchemaGrammar.Write(parsed.RootElement));
            Assert.EndsWith(".", refused.Message);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), schema);
        }
    }

    [Fact]
    public void A_large_schema_of_good_will_is_taken()
    {
        var properties = string.Join(',', Enumerable.Range(0, 900).Select(i => $$"""
            "property_{{i}}":{"type":["string","null"],"description":"The {{i}}th","maxLength":65535}
            """));
        var values = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"value {i}\""));
        var schema = $$$"""{"type":"object","properties":{{{{properties}}},"choice":{"enum":[{{{values}}}]}},"additionalProperties":false}""";
        var text = SchemaGrammar.Write(JsonElement.Parse(schema));
        using var native = new NativeGrammar(text);
        Assert.True(native.IsRead);
        Assert.True(native.Accepts("""{"property_3": "x", "property_77": null, "choice": "value 77"}"""));
    }

    [Fact]
    public void Any_object_is_any_object()
    {
        var grammar = SchemaGrammar.AnyObject();
        Assert.True(grammar.Accepts("""{"a": [1, {"b": null}], "c": "d"}"""));
        Assert.False(grammar.Accepts("[1]"));
        using var native = new NativeGrammar(grammar.Text);
        Assert.True(native.Accepts("""{"a": [1, {"b": null}], "c": "d"}"""));
    }

    private static string Spoil(string text, Random random)
    {
        var at = random.Next(text.Length);
        if (char.IsSurrogate(text[at])) return text + "x";
        return random.Next(3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, "0,\" }]x"[random.Next(7)].ToString()) is var longer && at > 0 && char.IsHighSurrogate(text[at - 1])
                ? text
                : longer,
            _ => text[..at],
        };
    }

    private static string Indented(string document)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            using var parsed = JsonDocument.Parse(document);
            parsed.RootElement.WriteTo(writer);
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
    }
}
