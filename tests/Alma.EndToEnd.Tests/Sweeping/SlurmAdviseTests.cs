using System.Globalization;
using System.Text;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.Sweeping;

/// <summary>An advising whose runs are jobs of a real cluster, rung by rung.</summary>
public sealed class SlurmAdviseTests : IDisposable
{
    private static readonly string[] advise =
    [
        "advise", "data=points", "clmodel.max_epochs=2", "clmodel.training_batch_size=8", "threads=1", "device=cpu",
        "--multiply-adds", "1e6", "--seeds", "2", "--candidates", "replay,new-only,growing",
    ];

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(6);
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Advise_OnAClusterWhoseCommandIsInterrupted_SaysWhatItSaysHere()
    {
        if (SlurmCluster.Obstacle() is { } obstacle) Assert.Skip(obstacle);
        for (var k = 0; k < 4; k++)
            workplace.Typed("data", k == 0 ? "import" : "add", "points", workplace.Write($"{k}.csv", Table(k))).Succeeded();
        using var cluster = new SlurmCluster(workplace);
        string[] there =
        [
            .. advise, "sweep_dir=there", "--launcher", "slurm", "hydra.launcher.partition=low", "hydra.launcher.timeout_min=30",
            "hydra.launcher.cpus_per_task=1", "hydra.launcher.mem_gb=0.4",
        ];
        using (var begun = workplace.Start(there))
        {
            Patience.Until(
                () => cluster.Ask("squeue --noheader --array --format=%i").Split('\n').Length > 1, longest, () => cluster.Ask("squeue"));
            begun.Signal("INT");
            Assert.Equal(130, begun.WaitForEnd().ExitCode);
        }

        using var again = workplace.Start(there);
        Patience.Until(
            () =>
            {
                cluster.Hurry();
                return File.Exists(workplace.In("there/advice.yaml"));
            },
            longest,
            () => cluster.Ask("squeue"));
        var onCluster = again.WaitForEnd().Succeeded();
        var here = workplace.Alma([.. advise, "sweep_dir=here"]).Succeeded();

        // What the cluster had was not submitted again.
        Assert.Equal("0001.jobs 0002.jobs", string.Join(" ", Submissions()));
        Assert.Equal(File.ReadAllText(workplace.In("here/advice.yaml")), File.ReadAllText(workplace.In("there/advice.yaml")));
        Assert.Equal(Sentences(here), Sentences(onCluster));
    }

    // Seconds are of the machine.
    private static IEnumerable<string> Sentences(ProgramResult result) => result.Output.Where(line =>
        line.StartsWith("Pick ", StringComparison.Ordinal)
        || line.StartsWith("It is wrong on ", StringComparison.Ordinal)
        || line.StartsWith("Not told apart ", StringComparison.Ordinal));

    private IEnumerable<string?> Submissions() =>
        Directory.GetFiles(workplace.In("there/slurm"), "*.jobs").Select(Path.GetFileName).Order();

    private static string Table(int seed)
    {
        var text = new StringBuilder("x,y,label\n");
        for (var k = 0; k < 60; k++)
            text.Append(CultureInfo.InvariantCulture, $"{(k % 2) + (((k * 37) + seed) % 100 / 100.0)},{k % 7},{(char)('a' + (k % 2))}\n");
        return text.ToString();
    }
}
