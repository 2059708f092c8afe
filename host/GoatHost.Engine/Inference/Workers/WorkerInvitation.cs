namespace GoatHost.Engine.Inference.Workers;

/// <summary>What a worker is told on its standard input, and nowhere else: where to call, and the word that proves it was told.</summary>
internal sealed record WorkerInvitation(string Endpoint, string Token)
{
    public const int MostCharacters = 4096;
}
