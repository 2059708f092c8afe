using GoatHost.Abstractions;

namespace GoatHost.Http.Fields;

/// <summary>Reads the shape of an answer: OpenAI's <c>response_format</c>, llama-server's <c>json_schema</c> or <c>grammar</c>.</summary>
internal static class FormatFields
{
    public static ResponseFormat? Read(JsonFields body)
    {
        ResponseFormat?[] given = [body.Fields("response_format") is { } format ? OpenAi(format) : null, Schema(body), Grammar(body)];
        var formats = given.OfType<ResponseFormat>().ToList();
        return formats.Count < 2
            ? formats.FirstOrDefault()
            : throw body.Wrong("response_format", "the only one of response_format, json_schema and grammar");
    }

    /// <summary>OpenAI's, where the schema of a <c>json_object</c> is llama-server's addition.</summary>
    public static ResponseFormat? OpenAi(JsonFields format) => format.RequiredText("type") switch
    {
        "text" => null,
        "json_object" => new ResponseFormat(format.Object("schema")),
        "json_schema" => new ResponseFormat((format.Fields("json_schema") ?? format).Object("schema")),
        _ => throw format.Wrong("type", "text, json_object or json_schema"),
    };

    private static ResponseFormat? Schema(JsonFields body) => body.Object("json_schema") is { } schema ? new ResponseFormat(schema) : null;

    private static ResponseFormat? Grammar(JsonFields body) =>
        body.Text("grammar") is { Length: > 0 } grammar ? new ResponseFormat(Schema: null) { Grammar = grammar } : null;
}
