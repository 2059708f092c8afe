namespace GoatHost.Http.LlamaServer.Properties;

/// <summary>Room for one answer beside the others of a loaded model.</summary>
internal sealed record LlamaSlot(int Id, string Model, int NCtx, bool Speculative, bool IsProcessing);
