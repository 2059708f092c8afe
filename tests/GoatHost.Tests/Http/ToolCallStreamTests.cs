using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

/// <summary>Calls whose arguments come in pieces: in each API what was streamed adds up to what the whole answer holds.</summary>
public sealed class ToolCallStreamTests
{
    private const string Hello = """{"model":"goat-tiny-kjv","max_tokens":99,"messages":[{"role":"user","content":"hi"}]""";
    private const string Hi = """{"model":"goat-tiny-kjv","input":"hi" """;
    private const string Arguments = """{"path": "山羊 🐐.txt", "lines": [1, {"a": "\"}"}], "none": null}""";

    private static readonly GenerationEnd End = new(FinishReason.ToolCalls, 1, 2, TimeSpan.Zero, TimeSpan.Zero);

    private sealed record Call(string Id, string Name, string Arguments);

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task In_chat_completions(int seed)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = InPieces(seed) });
        var whole = (await goat.AskAsync("/v1/chat/completions", Hello + "}")).GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls");
        var streamed = new SortedDictionary<int, Call>();
        foreach (var (_, data) in (await goat.StreamAsync("/v1/chat/completions", Hello + ""","stream":true}"""))[..^1])
        {
            if (!JsonElement.Parse(data).GetProperty("choices")[0].GetProperty("delta").TryGetProperty("tool_calls", out var calls)) continue;
            foreach (var call in calls.EnumerateArray())
            {
                var (index, function) = (call.GetProperty("index").GetInt32(), call.GetProperty("function"));
                if (call.TryGetProperty("id", out var id)) streamed.Add(index, new(id.GetString()!, function.GetProperty("name").GetString()!, ""));
                streamed[index] = streamed[index] with { Arguments = streamed[index].Arguments + function.GetProperty("arguments").GetString() };
            }
        }
        Assert.Equal(Expected, streamed.Values);
        Assert.Equal(Expected, whole.EnumerateArray().Select(call => new Call(
            call.GetProperty("id").GetString()!, call.GetProperty("function").GetProperty("name").GetString()!, call.GetProperty("function").GetProperty("arguments").GetString()!)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task In_responses(int seed)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = InPieces(seed) });
        var whole = (await goat.AskAsync("/v1/responses", Hi + "}")).GetProperty("output");
        var events = (await goat.StreamAsync("/v1/responses", Hi + ""","stream":true}""")).Select(one => (Name: one.Name!, Data: JsonElement.Parse(one.Data))).ToList();
        var pieces = events.Where(one => one.Name == "response.function_call_arguments.delta").ToLookup(one => one.Data.GetProperty("output_index").GetInt32(), one => one.Data.GetProperty("delta").GetString());
        var done = events.Where(one => one.Name == "response.function_call_arguments.done").ToDictionary(one => one.Data.GetProperty("output_index").GetInt32(), one => one.Data.GetProperty("arguments").GetString());
        var items = events.Where(one => one.Name == "response.output_item.done").ToDictionary(one => one.Data.GetProperty("output_index").GetInt32(), one => one.Data.GetProperty("item"));
        for (var at = 0; at < whole.GetArrayLength(); at++)
        {
            Assert.Equal(Expected[at].Arguments, string.Concat(pieces[at]));
            Assert.Equal(Expected[at].Arguments, done[at]);
            foreach (var item in new[] { whole[at], items[at] })
            {
                Assert.Equal(Expected[at], new Call(item.GetProperty("call_id").GetString()!, item.GetProperty("name").GetString()!, item.GetProperty("arguments").GetString()!));
                Assert.Equal("completed", item.GetProperty("status").GetString());
            }
        }
        Assert.Equal(Expected.Length, whole.GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task In_messages(int seed)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = InPieces(seed) });
        var whole = (await goat.AskAsync("/v1/messages", Hello + "}")).GetProperty("content");
        var streamed = new List<Call>();
        foreach (var (name, data) in await goat.StreamAsync("/v1/messages", Hello + ""","stream":true}"""))
        {
            var json = JsonElement.Parse(data);
            if (name == "content_block_start")
            {
                Assert.Equal(streamed.Count, json.GetProperty("index").GetInt32());
                var block = json.GetProperty("content_block");
                Assert.Equal("{}", block.GetProperty("input").GetRawText());
                streamed.Add(new(block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!, ""));
            }
            if (name != "content_block_delta") continue;
            Assert.Equal("input_json_delta", json.GetProperty("delta").GetProperty("type").GetString());
            streamed[^1] = streamed[^1] with { Arguments = streamed[^1].Arguments + json.GetProperty("delta").GetProperty("partial_json").GetString() };
        }
        Assert.Equal(Expected, streamed);
        foreach (var (call, block) in Expected.Zip(whole.EnumerateArray()))
        {
            Assert.Equal((call.Id, call.Name), (block.GetProperty("id").GetString(), block.GetProperty("name").GetString()));
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse(call.Arguments), block.GetProperty("input")));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task In_Ollamas_chat_where_each_is_told_when_it_is_whole(int seed)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = InPieces(seed) });
        var whole = (await goat.AskAsync("/api/chat", Hello + ""","stream":false}""")).GetProperty("message").GetProperty("tool_calls");
        var response = await (await goat.PostAsync("/api/chat", Hello + "}")).Content.ReadAsStringAsync();
        var lines = response.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var streamed = lines[..^1].SelectMany(line => line.GetProperty("message").GetProperty("tool_calls").EnumerateArray()).ToList();
        foreach (var calls in new[] { streamed, [.. whole.EnumerateArray()] })
        {
            Assert.Equal(Expected, calls.Select(call => new Call(call.GetProperty("id").GetString()!, call.GetProperty("function").GetProperty("name").GetString()!, call.GetProperty("function").GetProperty("arguments").GetRawText())));
            Assert.Equal(Enumerable.Range(0, Expected.Length), calls.Select(call => call.GetProperty("function").GetProperty("index").GetInt32()));
        }
    }

    [Fact]
    public async Task A_call_that_was_broken_off_is_told_as_far_as_it_came_where_arguments_are_text()
    {
        var session = new ScriptedSession
        {
            Answer =
            [
                new Delta { ToolCalls = [ToolCallDelta.Whole("c1", "look", "{}"), new ToolCallDelta("{\"at") { Id = "c2", Name = "go" }] },
                new Delta { End = End with { Reason = FinishReason.Length } },
            ],
        };
        await using var goat = await ServedGoat.StartAsync(session);
        var choice = (await goat.AskAsync("/v1/chat/completions", Hello + "}")).GetProperty("choices")[0];
        Assert.Equal(("length", "{\"at"), (choice.GetProperty("finish_reason").GetString(), choice.GetProperty("message").GetProperty("tool_calls")[1].GetProperty("function").GetProperty("arguments").GetString()));
        var output = (await goat.AskAsync("/v1/responses", Hi + "}")).GetProperty("output");
        Assert.Equal(("completed", "incomplete", "{\"at"), (output[0].GetProperty("status").GetString(), output[1].GetProperty("status").GetString(), output[1].GetProperty("arguments").GetString()));
        // Ollama's arguments are an object, and half of one cannot be told.
        var message = (await goat.AskAsync("/api/chat", Hello + ""","stream":false}""")).GetProperty("message");
        Assert.Equal("c1", Assert.Single(message.GetProperty("tool_calls").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Arguments_of_no_call_are_the_runtimes_fault()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { ToolCalls = [new ToolCallDelta("{}")], End = End }] });
        foreach (var (path, body) in new[] { ("/v1/chat/completions", Hello), ("/v1/responses", Hi), ("/v1/messages", Hello), ("/api/chat", Hello) })
        {
            var whole = await goat.PostAsync(path, body + ""","stream":false}""");
            Assert.Equal(System.Net.HttpStatusCode.InternalServerError, whole.StatusCode);
            Assert.Contains("it had not begun", await (await goat.PostAsync(path, body + ""","stream":true}""")).Content.ReadAsStringAsync());
        }
    }

    private static Call[] Expected { get; } = [new("c1", "look", Arguments), new("c2", "go", "{}"), new("c3", "look", Arguments)];

    /// <summary>The calls in pieces at random, several in one delta or none, some of them empty.</summary>
    private static List<Delta> InPieces(int seed)
    {
        var (random, pieces) = (new Random(seed), new List<ToolCallDelta>());
        foreach (var call in Expected)
        {
            var runes = call.Arguments.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
            for (var at = 0; at < runes.Length;)
            {
                var length = Math.Min(random.Next(at == 0 ? 0 : 1, seed == 1 ? 2 : 9), runes.Length - at);
                var piece = new ToolCallDelta(string.Concat(runes[at..(at + length)])) { IsLast = at + length == runes.Length && random.Next(2) == 0 };
                pieces.Add(pieces.Count == 0 || pieces[^1].IsLast ? piece with { Id = call.Id, Name = call.Name } : piece);
                at += length;
            }
            if (!pieces[^1].IsLast) pieces.Add(new ToolCallDelta("") { IsLast = true });
        }
        var deltas = new List<Delta>();
        for (var at = 0; at < pieces.Count;)
        {
            var count = random.Next(3);
            deltas.Add(new Delta { ToolCalls = [.. pieces.Skip(at).Take(count)] });
            at += count;
        }
        return [.. deltas, new Delta { End = End }];
    }
}
