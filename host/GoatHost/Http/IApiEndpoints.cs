using Microsoft.AspNetCore.Builder;

namespace GoatHost.Http;

/// <summary>A group of endpoints that belong together: one API, or one resource of it.</summary>
internal interface IApiEndpoints
{
    void Map(WebApplication app);
}
