using System.Globalization;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;
using Alma.Serving.Tests;

namespace Alma.EndToEnd.Tests;

/// <summary>The programs in samples/ run, learn, and stand in the documents as they are.</summary>
public sealed class SamplesTests : IDisposable
{
    private const int MostLines = 64;
    private readonly Workplace workplace = new();

    public static TheoryData<string, string> Samples() => new()
    {
        { "LibraryUse", "library-use.md" },
        { "CustomLearner", "adding-a-learner.md" },
        { "CustomArchitecture", "adding-an-architecture.md" },
    };

    public void Dispose() => workplace.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_WhenRun_PrintsAnAccuracyAboveGuessingAfterEachMegabatch(string sample, string document)
    {
        var result = workplace.Bash($"dotnet '{BuiltProgram.Of(sample)}'").Succeeded();

        var accuracies = result.Output.Where(line => line.StartsWith("megabatch ", StringComparison.Ordinal)).Select(Accuracy).ToList();
        Assert.True(accuracies.Count == 4, $"{document}: {result.OutputText}");
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 0.6, 1));
    }

    [Fact]
    public void ReadingLogs_OfTwoRuns_FindsTheBetterAndWritesATable()
    {
        foreach (var rate in new[] { "0.001", "1" })
            workplace.Typed("run", "n_megabatches=2", "clmodel.max_epochs=2", $"clmodel.optim.lr={rate}", $"run_dir=runs/lr{rate}")
                .Succeeded();

        var lines = workplace.Bash($"dotnet '{BuiltProgram.Of("ReadingLogs")}' runs").Succeeded().Output;

        Assert.Equal("2 runs, learning rates 0.001, 1.0", lines[0]);
        Assert.Matches(@"^best: 0\.\d{4} after megabatch \d with lr 1\.0$", lines[1]);
        Assert.Equal(2, lines.Count(line => line.StartsWith("lr ", StringComparison.Ordinal)));
        Assert.Matches("^accuracy.parquet: 4 rows, ", lines[^1]);
        Assert.True(File.Exists(workplace.In("accuracy.parquet")));
    }

    [Fact]
    public void CustomDataset_OfAProgramOfItsOwn_IsRunSweptResumedAndComparedByIt()
    {
        var mine = $"dotnet '{BuiltProgram.Of("CustomDataset")}'";
        var recipe = $"'{Repository.In("samples", "CustomDataset", "stripes.yaml")}' n_megabatches=2 clmodel.max_epochs=3";

        workplace.Bash($"{mine} run {recipe} stop_after=1 run_dir=r").Succeeded();
        workplace.Bash($"{mine} run {recipe} run_dir=r --resume").Succeeded();
        workplace.Bash($"{mine} sweep {recipe} seed=0,1 sweep_dir=s").Succeeded();

        var manifest = RunManifest.Read(RunFolder.Open(workplace.In("r")));
        Assert.Equal(2, manifest.MegabatchesDone);
        Assert.Equal(["horizontal", "vertical", "diagonal"], manifest.Classes);
        Assert.Contains("Stripes,", workplace.Bash($"{mine} compare s --csv").Succeeded().OutputText, StringComparison.Ordinal);
        var unknown = workplace.Typed("run", Repository.In("samples", "CustomDataset", "stripes.yaml"));
        Assert.Contains("Stripes", string.Join(" ", unknown.Errors), StringComparison.Ordinal); // Alma itself knows of none
    }

    [Fact]
    public async Task ServingModels_BesideAPageOfItsOwn_Predicts()
    {
        Directory.CreateDirectory(workplace.In("tiny"));
        await File.WriteAllBytesAsync(workplace.In("tiny/a0.onnx"), TinyOnnx.OfImages().ToBytes(), TestContext.Current.CancellationToken);
        using var serving = workplace.StartBuilt("ServingModels", "--model", "tiny", "--urls", "http://127.0.0.1:0");
        var address = serving.WaitForLine("Now listening on: ").Split("on: ")[1];
        using var client = new HttpClient { BaseAddress = new Uri(address) };

        Assert.StartsWith("A page of my own.", await client.GetStringAsync("/", TestContext.Current.CancellationToken));
        Assert.Contains(
            "\"champion\":\"0\"", await client.GetStringAsync("v2/models/tiny", TestContext.Current.CancellationToken));
        serving.Signal("TERM");
        Assert.Equal(0, serving.WaitForEnd().ExitCode);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    [InlineData("CustomDataset", "adding-a-dataset.md")]
    [InlineData("ServingModels", "serving.md")]
    [InlineData("ReadingLogs", "queries.md")]
    public void Sample_InItsDocument_StandsThereWholeAndIsShort(string sample, string document)
    {
        var text = File.ReadAllText(Repository.In("docs", document));
        var files = Directory.GetFiles(Repository.In("samples", sample))
            .Where(file => Path.GetExtension(file) is ".cs" or ".yaml")
            .ToList();

        Assert.All(files, file => Assert.Contains(File.ReadAllText(file).TrimEnd(), text));
        Assert.Contains($"dotnet run --project samples/{sample}", text);
        Assert.InRange(files.Where(file => Path.GetExtension(file) == ".cs").Sum(file => File.ReadAllLines(file).Length), 1, MostLines);
    }

    private static double Accuracy(string line) =>
        double.Parse(line.Split("accuracy ")[1].Split(',')[0], CultureInfo.InvariantCulture);
}
