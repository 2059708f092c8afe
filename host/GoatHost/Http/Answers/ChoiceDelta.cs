using GoatHost.Abstractions;

namespace GoatHost.Http.Answers;

/// <summary>A piece of one of the answers to a request.</summary>
internal readonly record struct ChoiceDelta(int Choice, Delta Delta);
