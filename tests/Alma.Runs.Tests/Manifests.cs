namespace Alma.Runs.Tests;

internal static class Manifests
{
    public static RunManifest Running() => new()
    {
        State = RunState.Running,
        Recipe = "mnist/finetune",
        Version = "0.1.0",
        CommandLine = ["alma", "run", "mnist/finetune"],
        Seed = 3,
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Started = new DateTimeOffset(2026, 11, 23, 12, 5, 7, TimeSpan.FromHours(2)),
        MegabatchesTotal = 5,
    };
}
