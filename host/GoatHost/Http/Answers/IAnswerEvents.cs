namespace GoatHost.Http.Answers;

/// <summary>How one API tells an answer that comes bit by bit.</summary>
internal interface IAnswerEvents
{
    /// <summary>The name of the event that an error in mid-answer is; empty where events have no names.</summary>
    ReadOnlySpan<byte> ErrorName => default;

    void Begin(EventStream to);

    void Add(EventStream to, ChoiceDelta news);

    void End(EventStream to);
}
