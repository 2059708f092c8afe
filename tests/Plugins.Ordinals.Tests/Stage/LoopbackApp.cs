using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>What every scripted server stands on.</summary>
internal static class LoopbackApp
{
    /// <summary>A web server on a free port of loopback, not yet started.</summary>
    public static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
