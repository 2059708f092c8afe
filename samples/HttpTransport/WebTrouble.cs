using System.Net;

namespace GoatHost.Samples.HttpTransport;

/// <summary>A try that came to nothing.</summary>
/// <param name="isFinal">Whether trying the same place again would be in vain.</param>
/// <param name="wait">What the server asked for, if it did.</param>
internal sealed class WebTrouble(string what, bool isFinal, TimeSpan? wait = null) : Exception(what)
{
    public bool IsFinal => isFinal;

    public TimeSpan? Wait => wait;

    public static WebTrouble Of(HttpResponseMessage answer, TimeProvider time)
    {
        var asked = answer.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new("there is no such file (404)", true),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new("it is not open to everyone (401 or 403)", true),
            HttpStatusCode.RequestedRangeNotSatisfiable => new("its file is shorter than the one wanted (416)", true),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new("it is busy (429 or 503)", false, wait),
            >= HttpStatusCode.InternalServerError => new($"it failed by itself ({(int)answer.StatusCode})", false, wait),
            _ => new($"it answered {(int)answer.StatusCode}", true),
        };
    }
}
