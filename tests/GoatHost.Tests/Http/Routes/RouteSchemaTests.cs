using System.Net;
using System.Text.Json;

namespace GoatHost.Tests.Http.Routes;

/// <summary>What <c>/openapi.json</c> says of requests and answers is what they are, of every route.</summary>
public sealed class RouteSchemaTests
{
    [Fact]
    public async Task Every_route_has_an_example_and_a_schema()
    {
        await using var goat = await RouteExamples.ServeAsync();
        var routes = Routes(await DocumentAsync(goat)).ToList();
        Assert.Equal(routes.Select(route => route.Name).Order(), RouteExamples.All.Select(example => $"{example.Method} {example.Route}").Distinct().Order());
        foreach (var (name, operation) in routes)
        {
            var examples = RouteExamples.All.Where(example => $"{example.Method} {example.Route}" == name).ToList();
            Assert.True(operation.TryGetProperty("requestBody", out _) == examples.Exists(example => example.Reads), $"{name} takes a body without a word of it");
        }
    }

    [Fact]
    public async Task Every_answer_is_as_its_schema_says()
    {
        await using var goat = await RouteExamples.ServeAsync();
        var document = await DocumentAsync(goat);
        var shape = new JsonShape(document);
        foreach (var example in RouteExamples.All)
        {
            using var response = await goat.Client.SendAsync(example.Request(example.Body));
            var said = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == example.Status, $"{example}: {response.StatusCode} {said}");
            // Who wants but some of an answer's fields gets an object of these.
            if (said.Length == 0 || example.Body?.Contains("response_fields", StringComparison.Ordinal) == true) continue;
            var answers = Operation(document, example).GetProperty("responses").GetProperty(example.Status == 200 ? "200" : "default").GetProperty("content");
            var media = response.Content.Headers.ContentType!.MediaType!;
            Assert.True(answers.TryGetProperty(media, out var told), $"{example} answers {media} without a word of it");
            if (media == "text/plain") continue;
            var errors = Pieces(media, said).SelectMany(piece => shape.Errors(JsonElement.Parse(piece), told.GetProperty("schema")));
            Assert.True(!errors.Any(), $"{example}: {string.Join("; ", errors)}\n{said}");
        }
    }

    [Fact]
    public async Task Every_field_of_a_request_is_told_and_every_field_that_is_told_has_an_example()
    {
        await using var goat = await RouteExamples.ServeAsync();
        var document = await DocumentAsync(goat);
        var shape = new JsonShape(document);
        foreach (var route in RouteExamples.All.Where(example => example.Reads).GroupBy(example => example.Route))
        {
            var schema = Schema(document, route.First());
            var untold = route.SelectMany(example => shape.Errors(JsonElement.Parse(example.Body!), schema));
            // A file's name, which llama-server tells the model where it has marks for files, says nothing here.
            Assert.Empty(untold.Where(error => !error.Contains(".filename", StringComparison.Ordinal)).Select(error => $"{route.Key}: {error}"));
            var shown = route.SelectMany(example => JsonPlaces.Of(example.Body!)).Select(JsonPlaces.Show).ToHashSet();
            Assert.Empty(shape.Places(schema).Distinct().Where(place => !shown.Contains(place)).Select(place => $"{route.Key}: {place}"));
        }
    }

    [Theory]
    [MemberData(nameof(RouteExamples.Reading), MemberType = typeof(RouteExamples))]
    public async Task A_field_of_another_type_than_is_told_is_refused(int at)
    {
        var example = RouteExamples.All[at];
        await using var goat = await RouteExamples.ServeAsync();
        var document = await DocumentAsync(goat);
        var (shape, schema) = (new JsonShape(document), Schema(document, example));
        foreach (var place in JsonPlaces.Of(example.Body!))
        {
            if (shape.At(schema, place) is not { } told || JsonShape.Kinds(told) is not { Count: > 0 } kinds) continue;
            var wrong = new[] { ("string", "\"x\""), ("boolean", "true"), ("array", "[]"), ("object", "{}") }.First(kind => !kinds.Contains(kind.Item1)).Item2;
            using var response = await goat.Client.SendAsync(example.Request(JsonPlaces.Replace(example.Body!, place, wrong)));
            var said = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{example.Path} {JsonPlaces.Show(place)} = {wrong}: {response.StatusCode} {said}");
            Assert.NotEmpty(ErrorWords.Of(example.Path, response.StatusCode, said));
        }
    }

    private static async Task<JsonElement> DocumentAsync(ServedGoat goat) => await ServedGoat.JsonAsync(await goat.Client.GetAsync("/openapi.json"));

    private static IEnumerable<(string Name, JsonElement Operation)> Routes(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static JsonElement Operation(JsonElement document, RouteExample example) =>
        document.GetProperty("paths").GetProperty(example.Route).GetProperty(example.Method.ToLowerInvariant());

    private static JsonElement Schema(JsonElement document, RouteExample example) => Operation(document, example)
        .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");

    private static IEnumerable<string> Pieces(string media, string said) => media switch
    {
        "text/event-stream" => said.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line["data: ".Length..]),
        "application/x-ndjson" => said.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        _ => [said],
    };
}
