using System.Diagnostics.CodeAnalysis;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>The compression of SHA-256 (FIPS 180-4 §6.2.2) over eight messages at once: word <c>i</c> of each stands in vector <c>i</c>.</summary>
/// <param name="state">Eight vectors.</param>
/// <param name="schedule">Sixty-four vectors: the block, and what is made of it.</param>
internal ref struct Sha256Lanes(Span<uint> state, Span<uint> schedule)
{
    public const int Count = 8, StateWords = 8 * Count, ScheduleWords = Rounds * Count;

    private const int Rounds = 64, Words = 16;

    private readonly Span<uint> _state = state[..StateWords], _block = schedule[..ScheduleWords];

    private static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> K =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Begins a message in a lane.</summary>
    public readonly void Reset(int lane)
    {
        for (var i = 0; i < 8; i++) _state[i * Count + lane] = Start[i];
    }

    /// <summary>Puts 64 bytes into a lane.</summary>
    public readonly void Load(int lane, ReadOnlySpan<byte> bytes)
    {
        // The lengths are known, and 128 checks of them a block would take a third of the time.
        ref var words = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(bytes[..(Words * sizeof(uint))]));
        ref var first = ref _block[lane];
        for (var i = 0; i < Words; i++) Unsafe.Add(ref first, i * Count) = BinaryPrimitives.ReverseEndianness(Unsafe.Add(ref words, i));
    }

    /// <summary>Puts a lane's own digest into it as the one block of a message of 32 bytes.</summary>
    public readonly void LoadDigest(int lane)
    {
        for (var i = 0; i < 8; i++) _block[i * Count + lane] = _state[i * Count + lane];
        _block[8 * Count + lane] = 0x8000_0000;
        for (var i = 9; i < Words - 1; i++) _block[i * Count + lane] = 0;
        _block[(Words - 1) * Count + lane] = 8 * Hash256.Size;
    }

    public readonly Hash256 Digest(int lane)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        for (var i = 0; i < 8; i++) BinaryPrimitives.WriteUInt32BigEndian(bytes[(4 * i)..], _state[i * Count + lane]);
        return new(bytes);
    }

    /// <summary>Takes the block of every lane into its state.</summary>
    public readonly void Compress()
    {
        ref var w = ref Unsafe.As<uint, Vector256<uint>>(ref MemoryMarshal.GetReference(_block));
        ref var k = ref MemoryMarshal.GetReference(K);
        for (var t = Words; t < Rounds; t++)
        {
            var (early, late) = (Unsafe.Add(ref w, t - 15), Unsafe.Add(ref w, t - 2));
            Unsafe.Add(ref w, t) = Unsafe.Add(ref w, t - 16) + Unsafe.Add(ref w, t - 7)
                + (Right(early, 7) ^ Right(early, 18) ^ (early >>> 3)) + (Right(late, 17) ^ Right(late, 19) ^ (late >>> 10));
        }
        var state = MemoryMarshal.Cast<uint, Vector256<uint>>(_state);
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < Rounds; t += 4)
        {
            // Four rounds to a turn, and the eight variables rotate by name twice as fast as they would be copied.
            h += Mix(e, f, g) + Vector256.Create(Unsafe.Add(ref k, t)) + Unsafe.Add(ref w, t);
            d += h;
            h += Sum(a, b, c);
            g += Mix(d, e, f) + Vector256.Create(Unsafe.Add(ref k, t + 1)) + Unsafe.Add(ref w, t + 1);
            c += g;
            g += Sum(h, a, b);
            f += Mix(c, d, e) + Vector256.Create(Unsafe.Add(ref k, t + 2)) + Unsafe.Add(ref w, t + 2);
            b += f;
            f += Sum(g, h, a);
            e += Mix(b, c, d) + Vector256.Create(Unsafe.Add(ref k, t + 3)) + Unsafe.Add(ref w, t + 3);
            a += e;
            e += Sum(f, g, h);
            (a, b, c, d, e, f, g, h) = (e, f, g, h, a, b, c, d);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Mix(Vector256<uint> e, Vector256<uint> f, Vector256<uint> g) =>
        (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + ((e & f) ^ Vector256.AndNot(g, e));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Sum(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Right(Vector256<uint> x, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(x, count) : (x >>> count) | (x << (32 - count));
}
