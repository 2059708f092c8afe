using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Engine.Store.Transfers;

namespace GoatHost.Engine.Tests.Store;

public sealed class RangeSetTests
{
    private const int Size = 64;

    /// <summary>Adds and removals over a small file, to be compared with a plain array of flags.</summary>
    private static readonly Arbitrary<(bool Add, ByteRange Range)[]> Steps = Arb.From(
        (from add in Gen.Elements(true, true, false)
         from offset in Gen.Choose(0, Size - 1)
         from length in Gen.Choose(0, Size - offset)
         select (add, new ByteRange(offset, length))).ArrayOf());

    [Fact]
    public void Holds_what_a_plain_array_of_flags_would_hold() => Prop.ForAll(Steps, steps =>
    {
        var (set, flags) = (new RangeSet(), new bool[Size]);
        foreach (var (add, range) in steps)
        {
            var changed = Enumerable.Range((int)range.Offset, (int)range.Length).Count(i => flags[i] != add);
            if ((add ? set.Add(range) : set.Remove(range)) != changed) return false;
            Array.Fill(flags, add, (int)range.Offset, (int)range.Length);
        }
        return set.Count == flags.Count(flag => flag)
            && Flags(set.Runs).SequenceEqual(flags)
            && Flags(set.MissingIn(new ByteRange(0, Size))).SequenceEqual(flags.Select(flag => !flag));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Keeps_runs_sorted_and_apart() => Prop.ForAll(Steps, steps =>
    {
        var set = Made(steps);
        return set.Runs.All(run => run.Length > 0) && set.Runs.Zip(set.Runs.Skip(1)).All(pair => pair.First.End < pair.Second.Offset);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Contains_a_range_when_nothing_of_it_is_missing() => Prop.ForAll(Steps, steps =>
    {
        var set = Made(steps);
        return Enumerable.Range(0, Size).All(start => Enumerable.Range(0, Size - start).All(length =>
        {
            var range = new ByteRange(start, length);
            var missing = set.MissingIn(range);
            return set.Contains(range) == (missing.Count == 0) && missing.All(hole => hole.Offset >= range.Offset && hole.End <= range.End);
        }));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_ranges_that_no_file_has()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RangeSet().Add(new ByteRange(-1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RangeSet().Add(new ByteRange(0, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RangeSet().Remove(new ByteRange(long.MaxValue, 1)));
    }

    private static RangeSet Made((bool Add, ByteRange Range)[] steps)
    {
        var set = new RangeSet();
        foreach (var (add, range) in steps) _ = add ? set.Add(range) : set.Remove(range);
        return set;
    }

    private static bool[] Flags(IEnumerable<ByteRange> runs)
    {
        var flags = new bool[Size];
        foreach (var run in runs) Array.Fill(flags, true, (int)run.Offset, (int)run.Length);
        return flags;
    }
}
