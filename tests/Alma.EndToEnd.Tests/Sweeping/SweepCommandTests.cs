using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.Sweeping;

/// <summary><c>alma sweep</c> on this machine.</summary>
public sealed class SweepCommandTests(MnistFolder mnist) : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Sweep_OfWhichAJobFails_RunsTheOthersAndSaysSo()
    {
        using var broken = new BrokenMnist(mnist.Path);
        broken.TruncateTestLabels();
        workplace.Write("s.yaml", $"groups: {{data: {{good: {{data_dir: {mnist.Path}}}, bad: {{data_dir: {broken.Path}}}}}}}\n");
        string[] small = ["n_megabatches=50", "stop_after=2", "clmodel.max_epochs=1", "device=cpu", "threads=1"];
        string[] sweep = ["sweep", "mnist/test_finetune_mlp", "--file", "s.yaml", .. small, "sweep_dir=s"];

        var first = workplace.Alma(sweep);

        Assert.Equal(1, first.ExitCode);
        Assert.Contains(first.Output, line =>
            line.Contains("data=good", StringComparison.Ordinal) && line.Contains(" done ", StringComparison.Ordinal));
        Assert.Contains(first.Output, line => line.Contains("data=bad ", StringComparison.Ordinal)
            && line.Contains(" failed ", StringComparison.Ordinal)
            && line.Contains(broken.TestLabels, StringComparison.Ordinal));
        Assert.Contains("2 jobs: 1 done, 1 failed; 0 to run", workplace.Alma(sweep).Output);
        Assert.Contains("2 jobs: 1 done, 1 failed; 1 to run", workplace.Alma([.. sweep, "--retry-failed"]).Output);
        Assert.Equal(1, workplace.Typed("sweep", "status", "s").ExitCode);
        Assert.Contains("megabatch 2/2: test accuracy", workplace.Typed("sweep", "logs", "s", "data=good").Succeeded().OutputText);
        workplace.Typed(["run", "mnist/test_finetune_mlp", $"data_dir={mnist.Path}", .. small, "run_dir=alone"]).Succeeded();
        RunFolder.Open(workplace.In("s/data=good")).AssertSameAs(RunFolder.Open(workplace.In("alone")));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Sweep_WhoseLauncherIsKilled_TakesItsJobsWithItAndGoesOn()
    {
        string[] sweep =
        [
            "sweep", "digits/gmoe", "seed=1,2", "n_megabatches=2", "clmodel.max_epochs=40", "clmodel.patience=1000", "threads=1", "--jobs",
            "1", "sweep_dir=s"
        ];
        using (var launcher = workplace.Start(sweep))
        {
            Until(() => Printed("seed=1").Contains("megabatch 2/2, epoch 2/", StringComparison.Ordinal));
            launcher.Signal("KILL");
            launcher.WaitForEnd();
        }

        Until(() =>
            Printed("seed=1").Contains("Resuming", StringComparison.Ordinal)
            || RunFolder.Open(workplace.In("s/seed=1")).Manifest().State != RunState.Running);

        Assert.Equal(RunState.Interrupted, RunFolder.Open(workplace.In("s/seed=1")).Manifest().State);
        workplace.Alma(sweep).Succeeded();
        Assert.Contains("Resuming", Printed("seed=1"));
        workplace.Alma(
            "run", "digits/gmoe", "seed=1", "n_megabatches=2", "clmodel.max_epochs=40", "clmodel.patience=1000", "threads=1",
            "run_dir=whole")
            .Succeeded();
        RunFolder.Open(workplace.In("s/seed=1")).AssertSameAs(RunFolder.Open(workplace.In("whole")));
    }

    [Fact]
    public void Sweep_ThatIsInterruptedAsATerminalDoesIt_HasItsJobsSaveThemselvesThoughTheyAreToldTwice()
    {
        // A step takes so long that the job is still at it when it is told again.
        string[] sweep =
        [
            "sweep", "digits/gmoe", "seed=1,2", "--jobs", "1", "stop_after=1", "clmodel.max_epochs=1", "clmodel.training_batch_size=2000",
            "clmodel.model.size_layers=2500", "sweep_dir=s"
        ];
        using var launcher = workplace.Start(sweep);
        Until(() => Printed("seed=1").Contains("examples arrive", StringComparison.Ordinal));
        launcher.Signal("INT");
        launcher.WaitForLine("Stopping: ");
        var job = RunFolder.Open(workplace.In("s/seed=1")).Manifest().ProcessId;
        workplace.Bash($"sleep 0.3; kill -INT {job}");

        Assert.Equal(130, launcher.WaitForEnd().ExitCode);

        Assert.Equal(RunState.Interrupted, RunFolder.Open(workplace.In("s/seed=1")).Manifest().State);
    }

    [Fact]
    public void Multirun_AsHydrasUsersTypeIt_IsASweepWhoseConfigsAreAllCheckedFirst()
    {
        Assert.Equal(
            "job lr=x: override 'clmodel.optim.lr=x': clmodel.optim.lr: found the text 'x', expected a number such as 0.5.",
            workplace.Typed("run", "-m", "digits/gmoe", "clmodel.optim.lr=0.5,x").RefusedInOneLine());
        Assert.False(Directory.Exists(workplace.In("runs")));

        workplace.Write(
            "s.yaml",
            "recipe: digits/gmoe\noverrides: {clmodel.max_epochs: 1}\nparameters: {seed: 'range(2)', clmodel.optim.lr: [0.5, 1]}\n");
        Assert.Equal(
            [
                "lr=0.5,seed=0: clmodel.max_epochs=1 seed=0 clmodel.optim.lr=0.5",
                "lr=1,seed=0: clmodel.max_epochs=1 seed=0 clmodel.optim.lr=1"
            ],
            workplace.Typed("sweep", "--file", "s.yaml", "--dry-run").Succeeded().Output.Take(2));
        Assert.Equal(
            "nowhere is no folder of a sweep: it has no sweep.json.", workplace.Typed("sweep", "status", "nowhere").RefusedInOneLine());
    }

    private string Printed(string job) =>
        File.Exists(workplace.In($"s/logs/{job}.log")) ? File.ReadAllText(workplace.In($"s/logs/{job}.log")) : "";

    private static void Until(Func<bool> isTrue) => Patience.Until(isTrue, TimeSpan.FromMinutes(2), () => "");
}
