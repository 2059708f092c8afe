using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenApi;

/// <summary>What an endpoint says of itself in <c>/openapi.json</c>.</summary>
internal static class EndpointNotes
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";
    private const string NewlineDelimited = "application/x-ndjson";

    /// <param name="api">Whose API it belongs to.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="required">The fields of a request's body that must be there.</param>
    public static T Noted<T>(this T endpoint, string api, string summary, params string[] required) where T : IEndpointConventionBuilder =>
        endpoint.WithTags(api).WithSummary(summary).WithMetadata(new RequiredFields(required));

    /// <summary>The parameters in the query that it reads.</summary>
    public static T Asks<T>(this T endpoint, params string[] names) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new QueryNames(names));

    /// <summary>The body that it takes.</summary>
    public static T Takes<T>(this T endpoint, JsonTypeInfo body) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new TakenBody(body));

    /// <summary>An answer that is one JSON value. Said more than once, it is one of these.</summary>
    public static T Answers<T>(this T endpoint, JsonTypeInfo answer) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new GivenAnswer(Json, answer));

    /// <summary>An answer that is a text of this media type.</summary>
    public static T AnswersText<T>(this T endpoint, string mediaType) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new GivenAnswer(mediaType, null));

    /// <summary>A streamed answer, by the data of one of its server-sent events.</summary>
    public static T Streams<T>(this T endpoint, JsonTypeInfo data) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new GivenAnswer(Events, data));

    /// <summary>A streamed answer, by one of its lines.</summary>
    public static T StreamsLines<T>(this T endpoint, JsonTypeInfo line) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new GivenAnswer(NewlineDelimited, line));
}

/// <summary>The fields of a request's body that must be there.</summary>
internal sealed record RequiredFields(IReadOnlyList<string> Names);

internal sealed record QueryNames(IReadOnlyList<string> Names);

internal sealed record TakenBody(JsonTypeInfo Type);

/// <param name="MediaType">What the answer says of itself.</param>
/// <param name="Type">Its JSON, or that of each piece of a stream; null for a text.</param>
internal sealed record GivenAnswer(string MediaType, JsonTypeInfo? Type);
