using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>A transaction that a wallet paid for and signed, with the fee that it says it pays.</summary>
internal sealed record FundedTransaction(Transaction Transaction, ulong Fee);
