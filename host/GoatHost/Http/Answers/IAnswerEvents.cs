namespace GoatHost.Http.Answers;

/// <summary>How one API tells an answer that comes bit by bit.</summary>
internal interface IAnswerEvents
{
    /// <summary>Tells that the answer failed in its midst.</summary>
    /// <param name="to">The stream.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="error">The same as the API tells errors.</param>
    void Fail(EventStream to, ApiException failure, ReadOnlySpan<byte> error) => to.Write(error);

    void Begin(EventStream to);

    void Add(EventStream to, ChoiceDelta news);

    void End(EventStream to);
}
