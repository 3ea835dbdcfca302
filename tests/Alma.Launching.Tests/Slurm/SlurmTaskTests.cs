using Alma.Launching.Folder;
using Alma.Launching.Slurm;

namespace Alma.Launching.Tests.Slurm;

public sealed class SlurmTaskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeCluster cluster;

    public SlurmTaskTests() => cluster = new FakeCluster(folder);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("00:58:00", "01:00:00", "None", true)]
    [InlineData("00:50:00", "01:00:00", "None", false)]
    [InlineData("00:58:00", "01:00:00", "2026-11-23T03:43:54", false)]
    [InlineData("1-23:59:00", "2-00:00:00", "None", true)]
    [InlineData("00:58:00", "UNLIMITED", "None", false)]
    public void Facts_OfASignalledJob_TellTimeoutFromPreemption(string run, string limit, string preemption, bool isTimeout) =>
        Assert.Equal(isTimeout, JobInfo.Read(Facts(run, limit, preemption)).IsTimeNearlyOver(signalDelaySeconds: 60));

    [Fact]
    public void GoOnLater_OutOfTime_RequeuesAsOftenAsAllowed()
    {
        Say("00:59:00", "None");

        Assert.Equal("out of time: goes on later", Said(Task(maxTimeouts: 2), isAsked: true));
        Assert.Equal("out of time: goes on later", Said(Task(maxTimeouts: 2), isAsked: true));
        var refusal = Assert.Throws<LaunchException>(() => Said(Task(maxTimeouts: 2), isAsked: true));

        Assert.StartsWith("out of time 3 times, which is more than hydra.launcher.max_num_timeout (2).", refusal.Message);
        Assert.Equal(2, cluster.Asked.Count(line => line == "scontrol requeue 9"));
    }

    [Fact]
    public void GoOnLater_Preempted_AlwaysRequeues()
    {
        Say("00:10:00", "2026-11-23T03:43:54");

        Assert.Equal("asked to make place: goes on later", Said(Task(maxTimeouts: 0), isAsked: true));
        Assert.Equal("scontrol requeue 9", cluster.Asked[^1]);
    }

    [Fact]
    public void GoOnLater_TerminatedOnly_RequeuesWhereAnotherJobIsToHaveItsPlace()
    {
        Say("00:59:00", "None");
        Assert.Equal("cancelled: does not go on by itself", Said(Task(maxTimeouts: 9), isAsked: false));
        Assert.DoesNotContain("scontrol requeue 9", cluster.Asked);

        Say("00:59:00", "2026-11-23T03:43:54");
        Assert.Equal("asked to make place: goes on later", Said(Task(maxTimeouts: 0), isAsked: false));
        Assert.Equal("scontrol requeue 9", cluster.Asked[^1]);
    }

    private static string Facts(string run, string limit, string preemption) =>
        "JobId=9 ArrayJobId=7 ArrayTaskId=2 JobName=alma-s UserId=root(0) Requeue=1 Restarts=1 BatchFlag=1 ExitCode=0:0 "
        + $"RunTime={run} TimeLimit={limit} TimeMin=N/A PreemptEligibleTime=2026-11-23T03:43:54 "
        + $"PreemptTime={preemption} Command=/a/0001.sbatch";

    // What it says, which is before the cluster is asked: that may end the process.
    private string Said(SlurmTask task, bool isAsked)
    {
        var before = cluster.Asked.Count(line => line.Contains("requeue", StringComparison.Ordinal));
        var said = "";
        task.Requeue(isAsked, text =>
        {
            said = text;
            Assert.Equal(before, cluster.Asked.Count(line => line.Contains("requeue", StringComparison.Ordinal)));
        });
        return said;
    }

    private SlurmTask Task(int maxTimeouts) =>
        new(cluster.Commands, SweepFolder.At(folder.File("sweep")), new SweepJob("a=1", [], ""), "9", maxTimeouts, signalDelaySeconds: 60);

    private void Say(string run, string preemption) =>
        cluster.Answer("scontrol", $"echo '{Facts(run, "01:00:00", preemption)}'");
}
