using GoatHost.Abstractions;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Sync.Fetching;

namespace GoatHost.Engine.Sync.Checking;

/// <summary>A model whose every byte was hashed and whose structure was read.</summary>
/// <param name="Fetched">What was fetched.</param>
/// <param name="Files">The files with their digests.</param>
/// <param name="Summary">What they say about themselves; null when the model is published already.</param>
/// <param name="Proofs">The description's proofs, and those of this check.</param>
internal sealed record CheckedModel(FetchedModel Fetched, IReadOnlyList<PublishedFile> Files, ModelSummary? Summary, IReadOnlyList<Proof> Proofs);
