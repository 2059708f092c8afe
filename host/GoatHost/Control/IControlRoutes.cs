using Microsoft.AspNetCore.Builder;

namespace GoatHost.Control;

/// <summary>Some of what a running server can be told.</summary>
internal interface IControlRoutes
{
    void Map(WebApplication app);
}
