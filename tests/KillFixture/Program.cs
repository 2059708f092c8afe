using System.Globalization;
using GoatHost.KillFixture;

// A program to be killed. Arguments: what to do, the data directory, and for a sync the edition and the point to stop at for ever.
switch (args[0])
{
    case "sync":
        return await StoppingSync.RunAsync(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), args[3]);
    case "rm":
        return await StoppingSync.RemoveAsync(args[1], args[2]);
    case "full-disk":
        await SmallDisk.FillAsync(args[1]);
        return 0;
    case "read-only-disk":
        await SmallDisk.LockAsync(args[1]);
        return 0;
    default:
        return 2;
}
