namespace GoatHost.Engine.Inference;

/// <summary>A model that is kept from running.</summary>
/// <param name="Reason">One sentence: why, and how it is let run again.</param>
public sealed record QuarantinedModel(string Model, string Reason);
