using GoatHost.Cli;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Inference;

using var stop = new StopSignals();

// A worker holds one model and starts nothing else: no store, no plugin list, no command line.
if (args is ["worker", .. var arguments]) return await WorkerProgram.RunAsync(arguments, stop.Token);

// Everything else: Cli/CommandTree.cs lists the commands, one file each; Http/ is what `goat serve` serves.
var cli = new CliContext(Terminal.OfProcess(), () => Layout.Find(ProcessFacts.OfThisProcess()), TimeProvider.System);
return await CommandLineRunner.RunAsync(args, cli, stop.Token);
