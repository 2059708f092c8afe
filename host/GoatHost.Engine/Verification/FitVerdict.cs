namespace GoatHost.Engine.Verification;

/// <summary>Whether a model fits a machine.</summary>
public enum FitKind { Fits, FitsWithLessContext, TooLarge }

/// <summary>The verdict, its figures in bytes, and the sentence for people.</summary>
public sealed record FitVerdict(FitKind Kind, int ContextTokens, long WeightBytes, long KeyValueBytes, long ComputeBytes, long Available, string Sentence);
