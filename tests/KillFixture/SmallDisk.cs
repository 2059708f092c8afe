using System.Diagnostics;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Tests.Kills;
using GoatHost.Engine.Tests.Sync;
using GoatHost.Engine.Verification;

namespace GoatHost.KillFixture;

/// <summary>A data directory on a small disk that fills up, or that becomes read-only, while goat is at work. The mount is this process's own.</summary>
internal static class SmallDisk
{
    public static async Task FillAsync(string data)
    {
        var filler = Path.Combine(data, "filler");
        await TellAsync(data, "first", edition: 1);
        await TellAsync(data, "full while fetching", edition: 2, rig => rig.Transport.BeforeBlock = async (sent, ct) =>
        {
            await Task.Delay(2, ct);
            if (sent == 40_000) Fill(filler);
        });
        await ModelsAsync(data);
        File.Delete(filler);
        await TellAsync(data, "full while publishing", edition: 2, rig => rig.Heard = note =>
        {
            if (note is { Stage: SyncStage.Publish, Took: null }) Fill(filler);
        });
        await ModelsAsync(data);
        File.Delete(filler);
        await TellAsync(data, "again", edition: 2);
        Fill(filler);
        await TellAsync(data, "full from the start", edition: 3);
        File.Delete(filler);
        await ModelsAsync(data);
    }

    public static async Task LockAsync(string data)
    {
        await TellAsync(data, "first", edition: 1);
        await RemountAsync(data, "ro");
        await TellAsync(data, "sync", edition: 2);
        await ModelsAsync(data);
        await RemountAsync(data, "rw");
        await TellAsync(data, "again", edition: 2);
        await ModelsAsync(data);
    }

    private static async Task TellAsync(string data, string what, int edition, Action<SyncRig>? arrange = null)
    {
        await using var rig = new SyncRig(data);
        Editions.Publish(rig, edition);
        arrange?.Invoke(rig);
        await Said.OutcomeAsync(what, async () => (await rig.SyncAsync(Editions.Origin)).FullName);
        Said.Line($"{what} sent: {rig.Transport.Sent}");
    }

    /// <summary>Says what is published, after hashing it.</summary>
    private static async Task ModelsAsync(string data)
    {
        await using var rig = new SyncRig(data);
        await Said.OutcomeAsync("models", async () =>
        {
            var models = await rig.Store.ListAsync(default);
            foreach (var model in models) await rig.Get<ModelVerifier>().VerifyAsync(model, null, default);
            return string.Join(", ", models.Select(model => $"edition {Editions.Of(model)}"));
        });
    }

    /// <summary>Takes all the room there is, as another program would.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1 << 16];
        for (var size = block.Length; size > 0; size /= 4)
        {
            try
            {
                while (true) file.Write(block, 0, size);
            }
            catch (IOException)
            {
                // Full for this size; smaller pieces may still find room.
            }
        }
    }

    private static async Task RemountAsync(string data, string how)
    {
        using var mount = Process.Start("mount", ["-o", $"remount,{how}", data]);
        await mount.WaitForExitAsync();
        Said.Line($"remount {how}: {mount.ExitCode}");
    }
}
