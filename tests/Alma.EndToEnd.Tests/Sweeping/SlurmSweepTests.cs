using System.Text.Json;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.Sweeping;

/// <summary>A sweep on a real cluster that takes its jobs' places away, ends them, and loses a node.</summary>
public sealed class SlurmSweepTests(MnistFolder mnist) : IDisposable
{
    private const int JobCount = 5;

    private static readonly string[] sweep =
    [
        "sweep", "mnist/test_finetune_mlp", $"seed=range({JobCount})", "n_megabatches=2", "clmodel.max_epochs=12", "clmodel.patience=1000",
        "device=cpu", "threads=1", "checkpoint.every_epochs=1",
    ];

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(4);
    private readonly Workplace workplace = new(mnist.Path);

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Sweep_PreemptedTimedOutAndOnANodeThatIsKilled_EndsAsTheSameSweepHere()
    {
        if (SlurmCluster.Obstacle() is { } obstacle) Assert.Skip(obstacle);
        using var cluster = new SlurmCluster(workplace);
        workplace.Alma(
            [.. sweep, "sweep_dir=there", "--launcher", "slurm", "hydra.launcher.partition=low", "hydra.launcher.timeout_min=30",
                "hydra.launcher.signal_delay_s=30",
            "hydra.launcher.max_num_timeout=3", "hydra.launcher.cpus_per_task=1", "hydra.launcher.mem_gb=0.4"]).Succeeded();

        Preempt(cluster);
        RunOutOfTime(cluster, "1");
        KillTheNode(cluster, "3");

        Patience.Until(() => IsThrough(cluster), TimeSpan.FromMinutes(8), () => Everything(cluster));
        Assert.Contains($"there: {JobCount} done", workplace.Alma("sweep", "status", "there").Succeeded().Output);
        Assert.Empty(cluster.Ask("squeue --noheader"));
        workplace.Alma([.. sweep, "sweep_dir=here", "--jobs", "2"]).Succeeded();
        for (var seed = 0; seed < JobCount; seed++) Run("there", seed).AssertSameAs(Run("here", seed));
    }

    // Tasks are held still before anything is done to them, so that it does not matter how fast they compute.
    private void Preempt(SlurmCluster cluster)
    {
        foreach (var task in new[] { "0", "1" })
        {
            WaitForLine(cluster, task, "megabatch 1/2, epoch 3/");
            cluster.HoldProcess(Holder(task));
        }

        cluster.Ask($"scontrol hold {ArrayJob()}_3 {ArrayJob()}_4"); // for the node that is killed
        cluster.Ask("sbatch --partition=high --cpus-per-task=2 --mem=100M --output=/dev/null --wrap='sleep 1'");
        foreach (var task in new[] { "0", "1" }) WaitForLine(cluster, task, "asked to make place: goes on later");
    }

    private void RunOutOfTime(SlurmCluster cluster, string task)
    {
        WaitForLine(cluster, task, "Resuming");
        cluster.HoldProcess(Holder(task));
        cluster.Ask($"scontrol update jobid={ArrayJob()}_{task} TimeLimit=1");
        WaitForLine(cluster, task, "out of time: goes on later");
        cluster.Ask($"scontrol update jobid={ArrayJob()}_{task} TimeLimit=30");
    }

    private void KillTheNode(SlurmCluster cluster, string task)
    {
        cluster.Ask($"scontrol release {ArrayJob()}_3 {ArrayJob()}_4");
        WaitForLine(cluster, task, "megabatch 1/2, epoch 3/");
        cluster.HoldProcess(Holder(task));
        cluster.KillNode();
        Patience.Until(
            () => cluster.Ask("squeue --noheader --array --states=RUNNING --format=%i").Length == 0, longest, () => Everything(cluster));
        cluster.StartNode();
    }

    private bool IsThrough(SlurmCluster cluster)
    {
        cluster.Hurry();
        return Enumerable.Range(0, JobCount)
            .All(seed => RunFolder.IsAt(workplace.In($"there/seed={seed}")) && File.Exists(Run("there", seed).DoneFile))
            && cluster.Ask("squeue --noheader").Length == 0;
    }

    private void WaitForLine(SlurmCluster cluster, string task, string text) => Patience.Until(
        () =>
        {
            cluster.Hurry();
            return Log(task).Contains(text, StringComparison.Ordinal);
        },
        longest,
        () => Everything(cluster));

    private string ArrayJob() => Path.GetFileName(Directory.GetFiles(workplace.In("there/slurm"), "*_0.log").Single()).Split('_')[0];

    private string Log(string task) => Directory.Exists(workplace.In("there/slurm"))
        ? string.Concat(Directory.GetFiles(workplace.In("there/slurm"), $"*_{task}.log").Select(File.ReadAllText))
        : "";

    private int Holder(string task)
    {
        using var content = JsonDocument.Parse(File.ReadAllText(workplace.In($"there/seed={task}/lock.json")));
        return content.RootElement.GetProperty("holder").GetProperty("process_id").GetInt32();
    }

    private RunFolder Run(string sweepFolder, int seed) => RunFolder.Open(workplace.In($"{sweepFolder}/seed={seed}"));

    private string Everything(SlurmCluster cluster) =>
        cluster.Ask(
            $"squeue --array; sinfo; scontrol --oneliner show job; tail --lines=5 {workplace.In("there/slurm")}/*.log; tail --lines=30 "
            + $"{workplace.In("slurm/log")}/*.log");
}
