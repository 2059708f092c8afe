using System.Net;

namespace GoatHost.Plugins.Ordinals.Chain.Http;

/// <summary>A whole answer.</summary>
internal readonly record struct HttpAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body);
