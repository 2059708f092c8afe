using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenApi;

/// <summary>What an endpoint says of itself in <c>/openapi.json</c>.</summary>
internal static class EndpointNotes
{
    /// <param name="api">Whose API it belongs to.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="required">The fields of a request's body that must be there.</param>
    public static T Noted<T>(this T endpoint, string api, string summary, params string[] required) where T : IEndpointConventionBuilder =>
        endpoint.WithTags(api).WithSummary(summary).WithMetadata(new RequiredFields(required));
}

/// <summary>The fields of a request's body that must be there.</summary>
internal sealed record RequiredFields(IReadOnlyList<string> Names);
