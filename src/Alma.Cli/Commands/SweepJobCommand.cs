using System.CommandLine;
using Alma.Config;
using Alma.Config.Sweeping;
using Alma.Experiments;
using Alma.Files;
using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Launching.Slurm;
using Alma.Runs;
using Terminal = Alma.Cli.Display.Terminal;

namespace Alma.Cli.Commands;

/// <summary><c>alma sweep job</c>: what a launcher starts. Runs a job of a sweep, or goes on with it.</summary>
internal static class SweepJobCommand
{
    private const long MaxListBytes = 1 << 29;

    public static Command Create()
    {
        var path = new Argument<string>("folder") { Description = "The sweep's folder." };
        var name = new Argument<string?>("job") { Description = "The job's name.", Arity = ArgumentArity.ZeroOrOne };
        var untilInputEnds = new Option<bool>(JobFlags.UntilInputEnds) { Description = "Stop when the input ends." };
        var list = new Option<string>(JobFlags.List) { Description = "A file of names, a line each." };
        var index = new Option<int>(JobFlags.Index) { Description = "The line of that file, from 0." };
        var maxTimeouts = new Option<int>(JobFlags.MaxTimeouts) { Description = "How often to go on after the time was over." };
        var signalDelay = new Option<int>(JobFlags.SignalDelay) { Description = "Seconds from the signal to the end of the time." };
        var command = new Command("job", "Run a job of a sweep, or go on with it.")
        {
            path, name, untilInputEnds, list, index, maxTimeouts, signalDelay
        };
        command.Hidden = true;
        command.SetAction(async (parsed, _) =>
        {
            var folder = SweepFolder.Open(parsed.GetValue(path)!);
            var record = SweepRecord.Read(folder);
            var job = record.Find(
                parsed.GetValue(name) ?? NameIn(parsed.GetValue(list)!, parsed.GetValue(index)), SweepFolderCommands.AdviceOnJobs);
            var isOfCluster = parsed.GetValue(list) is not null;
            using var interruption = new Interruption(isScheduled: isOfCluster);
            if (parsed.GetValue(untilInputEnds)) StopWhenInputEnds(interruption);
            var exitCode = await interruption.ReportAsync(() => RunAsync(folder, record, job, isOfCluster, interruption));
            if (exitCode == 0 || !isOfCluster || !interruption.Token.IsCancellationRequested) return exitCode;
            var slurmJob = Environment.GetEnvironmentVariable("SLURM_JOB_ID")
                ?? throw new LaunchException("SLURM_JOB_ID does not say which job this is.");
            var task = new SlurmTask(
                new SlurmCommands(), folder, job, slurmJob, parsed.GetValue(maxTimeouts), parsed.GetValue(signalDelay));
            task.Requeue(interruption.IsAskedByScheduler, said => Terminal.Out.WriteLine(said));
            return exitCode;
        });
        return AlmaCommand.WithExamples(command, "alma sweep job runs/sweeps/mine lr=0.5,seed=1");
    }

    private static async Task<int> RunAsync(
        SweepFolder folder, SweepRecord record, SweepJob job, bool isOfCluster, Interruption interruption)
    {
        OwnFile.RefuseLinks(folder.Path, Path.Combine(folder.RunPath(job.Name), "run.json"));
        if (folder.Run(job.Name) is { } begun) return await ResumeAsync(folder, record, job, begun, isOfCluster, interruption);
        var session = await RunSession.OpenAsync(Request(folder, record, job), interruption);
        using var held = session.Prepare();
        return session.Run(held, resumed: false);
    }

    private static RunRequest Request(SweepFolder folder, SweepRecord record, SweepJob job)
    {
        var runFolder = $"run_dir={OverrideText.Of(folder.RunPath(job.Name))}";
        return ProgramDatasets.Read(
            new Recipe(job.Recipe ?? record.Recipe, folder.TrustedConfigFile(job), ""),
            [runFolder],
            job.Recipe is null
                ? ["alma", "run", record.Recipe, .. job.Overrides, runFolder]
                : ["alma", "run", folder.ConfigFile(job.Name), runFolder]);
    }

    private static string NameIn(string list, int index) => RegularFile.Lines(list, MaxListBytes) is { } names && index < names.Count
        ? names[index]
        : throw new LaunchException($"{list} has no line {index + 1}.");

    private static async Task<int> ResumeAsync(
        SweepFolder folder, SweepRecord record, SweepJob job, RunFolder run, bool isOfCluster, Interruption interruption)
    {
        var manifest = RunManifest.Read(run);
        var isDone = manifest.State == RunState.Done;
        if (isDone && !(manifest.MegabatchesDone < job.StopAfter)) return 0;
        // A cluster that starts a job again has ended it before, though on a machine that may not be heard of any more.
        var isHolderGone = isOfCluster && Environment.GetEnvironmentVariable("SLURM_RESTART_COUNT") is not null;
        return await Resumption.ResumeAsync(run, isHolderGone, interruption, isDone ? Request(folder, record, job) : null);
    }

    private static void StopWhenInputEnds(Interruption interruption) => new Thread(() =>
    {
        while (Console.In.Read() >= 0) { }
        interruption.Stop();
    })
    { IsBackground = true }.Start();
}
