namespace GoatHost.Engine.Inference.Sessions;

/// <summary>A session that knows which process holds its model.</summary>
internal interface IResident
{
    int ProcessId { get; }

    /// <summary>Bytes of memory of that process, now.</summary>
    long Memory { get; }
}
