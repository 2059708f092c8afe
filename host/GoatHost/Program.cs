using GoatHost.Cli;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Inference;

// A worker holds one model and starts nothing else: no store, no plugin list, no command line. Its host ends it.
if (args is ["worker", .. var arguments])
{
    using var deaf = StopSignals.IgnoreInterrupt();
    return await WorkerProgram.RunAsync(arguments, CancellationToken.None);
}

using var stop = new StopSignals();

// Everything else: Cli/CommandTree.cs lists the commands, one file each; Http/ is what `goat serve` serves.
var cli = new CliContext(Terminal.OfProcess(), () => Layout.Find(ProcessFacts.OfThisProcess()), TimeProvider.System)
{
    Interrupts = stop.Interrupts,
};
return await CommandLineRunner.RunAsync(args, cli, stop.Token);
