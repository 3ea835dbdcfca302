using Alma.Cli.Display;
using Alma.Launching.Folder;
using Alma.Launching.States;

namespace Alma.Cli.Commands;

/// <summary>The states of a sweep's jobs, and where to look next.</summary>
internal static class SweepEnding
{
    /// <param name="unendedCount">Of the jobs that this command was to run to their end, those that did not come to it.</param>
    /// <returns>1 where a job is bad, else 0.</returns>
    public static int Print(SweepFolder folder, int unendedCount = 0)
    {
        var jobs = SweepStatus.ReadAsFarAsKnown(
            folder,
            SweepRecord.Read(folder).Jobs,
            SweepFolderCommands.Engines(new LineSweepWatcher()),
            problem => Console.Error.WriteLine($"warning: {Printable.Of(problem)}"));
        Terminal.Out.Write(SweepTable.Of(jobs));
        Terminal.Out.WriteLine($"{folder.Path}: {SweepTable.Counts(jobs)}");
        if (jobs.Any(job => job.State == JobState.Failed))
            Terminal.Out.WriteLine(
                $"To see why: {CommandName.Text} sweep logs {folder.Path}. To try again: the same command with --retry-failed.");
        if (jobs.Any(job => job.State is JobState.Queued or JobState.Running))
            Terminal.Out.WriteLine($"To look again: {CommandName.Text} sweep status {folder.Path}");
        if (unendedCount > 0)
            Terminal.Out.WriteLine(
                $"{unendedCount} of the jobs did not run to their end. To go on with them, give the same command again.");
        return unendedCount > 0 || jobs.Any(job => job.IsBad) ? Failures.Error : 0;
    }
}
