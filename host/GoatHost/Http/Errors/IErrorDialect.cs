using System.Text.Json.Serialization.Metadata;

namespace GoatHost.Http.Errors;

/// <summary>The words in which one API tells errors.</summary>
internal interface IErrorDialect
{
    /// <summary>What such an error is.</summary>
    JsonTypeInfo Type { get; }

    /// <summary>The error as the JSON that this API's clients read.</summary>
    byte[] Write(ApiException failure);
}
