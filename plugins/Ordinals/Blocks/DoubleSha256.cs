using System.Runtime.Intrinsics;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Hashes many messages twice with SHA-256, eight side by side. A block is thousands of short messages, and a call for each costs more than its bytes.</summary>
internal static class DoubleSha256
{
    /// <summary>Longer messages are hashed alone, by the platform: in a lane of its own one would keep seven others idle.</summary>
    private const int LongMessage = 32 * 1024;

    public static void HashAll(ReadOnlySpan<byte> data, ReadOnlySpan<Message> messages, Span<Hash256> hashes)
    {
        if (!Vector256.IsHardwareAccelerated || messages.Length < Sha256Lanes.Count)
        {
            for (var i = 0; i < messages.Length; i++) hashes[i] = HashAlone(data, messages[i]);
            return;
        }
        Span<LaneWork> works = stackalloc LaneWork[Sha256Lanes.Count];
        works.Fill(LaneWork.Idle);
        var lanes = new Sha256Lanes(stackalloc uint[Sha256Lanes.StateWords], stackalloc uint[Sha256Lanes.ScheduleWords]);
        for (var next = 0; ;)
        {
            var busy = 0;
            for (var lane = 0; lane < works.Length; lane++)
            {
                ref var work = ref works[lane];
                if (work.IsIdle) next = Begin(data, messages, hashes, next, ref work, ref lanes, lane);
                if (work.IsIdle) continue;
                work.Load(data, ref lanes, lane);
                busy++;
            }
            if (busy == 0) return;
            lanes.Compress();
            for (var lane = 0; lane < works.Length; lane++)
            {
                ref var work = ref works[lane];
                if (!work.IsIdle && work.Finish(ref lanes, lane)) hashes[work.TakeMessage()] = lanes.Digest(lane);
            }
        }
    }

    /// <summary>Puts the next short message into a lane, and hashes the long ones before it.</summary>
    private static int Begin(
        ReadOnlySpan<byte> data, ReadOnlySpan<Message> messages, Span<Hash256> hashes, int next, ref LaneWork work, ref Sha256Lanes lanes, int lane)
    {
        for (; next < messages.Length && messages[next].Length > LongMessage; next++) hashes[next] = HashAlone(data, messages[next]);
        if (next == messages.Length) return next;
        work = new(next, messages[next]);
        lanes.Reset(lane);
        return next + 1;
    }

    private static Hash256 HashAlone(ReadOnlySpan<byte> data, Message message) =>
        Hash256.DoubleSha256(data.Slice(message.Offset, message.Length));
}
