using System.Globalization;
using Alma.Files;
using Alma.Launching.Folder;
using Alma.Runs;

namespace Alma.Launching.Slurm;

/// <summary>The task of an array that this process is: what it does when the cluster asked it to save itself, and it has.</summary>
/// <param name="maxTimeouts">How often it may go on after its time was over.</param>
public sealed class SlurmTask(
    SlurmCommands slurm, SweepFolder sweep, SweepJob job, string slurmJob, int maxTimeouts, int signalDelaySeconds)
{
    /// <summary>Goes back into the queue: always when another job wants its place, when its time is over as often as allowed.</summary>
    /// <param name="isAsked">
    /// Whether it got the signal that it asked for, not SIGTERM alone, which a cancelled job gets,
    /// and on some clusters one that is to make place.
    /// </param>
    /// <param name="say">
    /// Given what was decided, for the log. That comes first, as the cluster may end this process as soon as it is asked to requeue it.
    /// </param>
    /// <exception cref="LaunchException">It ran out of time too often, or the cluster refused.</exception>
    public void Requeue(bool isAsked, Action<string> say)
    {
        var info = slurm.Job(slurmJob);
        if (!isAsked && !info.IsPreempted)
        {
            say("cancelled: does not go on by itself");
            return;
        }

        var isTimeOver = info.IsTimeNearlyOver(signalDelaySeconds);
        if (isTimeOver) CountTimeout();
        say(isTimeOver ? "out of time: goes on later" : "asked to make place: goes on later");
        slurm.Requeue(slurmJob);
    }

    private void CountTimeout()
    {
        var file = sweep.TimeoutsFile(job.Name);
        var count = File.Exists(file) ? int.Parse(RegularFile.Text(file, SweepJson.MaxBytes), CultureInfo.InvariantCulture) : 0;
        if (count >= maxTimeouts)
        {
            throw new LaunchException(
                $"out of time {count + 1} times, which is more than hydra.launcher.max_num_timeout ({maxTimeouts}). "
                + "The run is saved: the same sweep goes on with it.");
        }

        AtomicFile.WriteText(file, (count + 1).ToString(CultureInfo.InvariantCulture), within: sweep.Path);
    }
}
