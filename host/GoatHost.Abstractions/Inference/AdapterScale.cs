namespace GoatHost.Abstractions;

/// <summary>How strongly a LoRA adapter changes what a model says.</summary>
/// <param name="Name">The adapter's name, as it was loaded under.</param>
/// <param name="Scale">1 as it was trained; 0 not at all; negative turns it round.</param>
public sealed record AdapterScale(string Name, float Scale = 1);
