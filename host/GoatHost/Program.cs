using GoatHost.Engine.Inference;

return args is ["worker", .. var rest] ? await WorkerProgram.RunAsync(rest, CancellationToken.None) : 0;
