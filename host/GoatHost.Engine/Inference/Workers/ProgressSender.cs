namespace GoatHost.Engine.Inference.Workers;

/// <summary>Sends a load's progress to the host, a message for each percent at most.</summary>
internal sealed class ProgressSender(WorkerChannel channel, int id) : IProgress<double>
{
    private int _percent = -1;

    public void Report(double value)
    {
        var percent = double.IsNaN(value) ? 0 : (int)(Math.Clamp(value, 0, 1) * 100);
        if (percent > Interlocked.Exchange(ref _percent, percent)) _ = SendAsync(percent / 100.0);
    }

    private async Task SendAsync(double portion)
    {
        try
        {
            await channel.SendAsync(new Progress(id, portion), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The host is gone; the receiving loop ends the process.
        }
    }
}
