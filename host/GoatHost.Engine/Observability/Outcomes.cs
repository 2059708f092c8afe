using System.Diagnostics;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Observability;

/// <summary>How something ended, as a tag: a few words and never a message, which may hold what a person wrote.</summary>
internal static class Outcomes
{
    public const string Ok = "ok";
    public const string Cancelled = "cancelled";
    public const string Refused = "refused";
    public const string Busy = "busy";
    public const string Failed = "failed";

    public static string Of(Exception exception) => exception switch
    {
        OperationCanceledException => Cancelled,
        RefusedException => Refused,
        BusyException => Busy,
        _ => Failed,
    };

    public static KeyValuePair<string, object?> Tag(string outcome) => new("outcome", outcome);

    /// <summary>Ends an activity with its outcome; leaving is no error.</summary>
    public static void End(Activity? activity, string outcome)
    {
        if (activity is null) return;
        activity.SetTag("outcome", outcome);
        if (outcome is Refused or Failed) activity.SetStatus(ActivityStatusCode.Error);
        activity.Dispose();
    }
}
