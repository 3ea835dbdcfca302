using System.Text.Json;
using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Formats;
using Alma.Reports.Html.ManyRuns;
using Alma.Reports.Summary;
using Alma.Reports.Tables;
using Alma.Runs;

namespace Alma.Reports.Tests.Comparison;

/// <summary>Errors of different data sets are never put together, and the same run twice is one.</summary>
public sealed class DatasetsAndReplicatesTests : IDisposable
{
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void Compared_OfTwoDatasets_IsOneComparisonOfEach()
    {
        var sets = ComparedRuns.PerDataset(TwoDatasets(), []);

        Assert.Equal(["MNIST", "Digits"], sets.Select(compared => compared.Dataset));
        Assert.All(sets, compared =>
            Assert.All(compared.Groups.SelectMany(group => group.Runs.Runs), run => Assert.Equal(compared.Dataset, run.Dataset)));
        Assert.Equal([3, 2], sets.Select(compared => Assert.Single(compared.Groups).Runs.Runs.Count));
    }

    [Fact]
    public void Compared_OfTwoDatasets_IsGroupedByWhatDiffersWithinEach()
    {
        var sets = ComparedRuns.PerDataset(TwoDatasets());

        Assert.Equal([["clmodel.optim.lr"], []], sets.Select(compared => compared.GroupBy));
    }

    [Fact]
    public void Formats_OfTwoDatasets_NameThemAndKeepThemApart()
    {
        var sets = ComparedRuns.PerDataset(TwoDatasets());

        var lines = CsvFormat.Of(sets).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["dataset", "MNIST", "MNIST", "Digits"], lines.Select(line => line.Split(',')[0]));
        var root = JsonDocument.Parse(JsonFormat.Of(sets)).RootElement;
        Assert.Equal(
            ["MNIST", "Digits"], root.GetProperty("datasets").EnumerateArray().Select(one => one.GetProperty("dataset").GetString()));
        Assert.Equal(5, root.GetProperty("runs").GetArrayLength());
        Assert.All(root.GetProperty("pairs").EnumerateArray(), pair => Assert.Equal("MNIST", pair.GetProperty("dataset").GetString()));
        var text = Rendering.Show(ComparisonTable.Of(sets), width: 200);
        Assert.Contains("MNIST: 3 runs, grouped by clmodel.optim.lr", text, StringComparison.Ordinal);
        Assert.Contains("Digits: 2 runs, in one group", text, StringComparison.Ordinal);
        Assert.Contains("Digits: 2 runs", MarkdownFormat.Of(sets), StringComparison.Ordinal);
        Assert.Contains("% Digits: 2 runs", LatexFormat.Of(sets), StringComparison.Ordinal);
        var page = RunsPage.Of(TwoDatasets());
        Assert.Contains("<h3>MNIST</h3>", page, StringComparison.Ordinal);
        Assert.Contains("\"datasets\":[\"MNIST\",\"Digits\"]", page, StringComparison.Ordinal);
    }

    [Fact]
    public void OfDataset_WhereThereAreSeveral_NeedsAName()
    {
        var set = TwoDatasets();

        Assert.Equal(2, set.OfDataset("digits").Runs.Count);
        Assert.Equal(
            "These runs are of 2 data sets: 'MNIST' (3 runs); 'Digits' (2 runs). Their errors do not stand beside each other. "
            + "Choose one with --dataset.",
            Assert.Throws<RunFolderException>(() => set.OfDataset(null, "--dataset")).Message);
        Assert.Equal(
            "--dataset CIFAR10: none of these runs is of it. Data sets: 'MNIST' (3 runs); 'Digits' (2 runs).",
            Assert.Throws<RunFolderException>(() => set.OfDataset("CIFAR10", "--dataset")).Message);
    }

    [Theory]
    [InlineData("stream.evaluation.class_name=MNIST stream.train.class_name=MNIST", "MNIST")]
    [InlineData("stream.evaluation.class_name=crlapi.sl.streams.mnist.MNISTEvaluationAnytimeStream", "MNIST")]
    [InlineData("stream.train.class_name=CIFAR10 stream.train.seed=3 stream.train.directory=here", "CIFAR10")]
    [InlineData("stream.evaluation.class_name=EMNIST stream.evaluation.split=letters", "EMNIST, split=letters")]
    [InlineData("stream.evaluation.class_name=MNIST stream.train.class_name=FashionMNIST", "MNIST, trained on FashionMNIST")]
    [InlineData("stream.evaluation.class_name=MNIST evaluation.mode=all_tasks", "MNIST")]
    [InlineData("stream.evaluation.class_name=MNIST evaluation.mode=next", "MNIST, mode=next")]
    [InlineData("stream.evaluation.class_name=Own stream.evaluation.data=x stream.train.by=time", "x")]
    [InlineData("stream.train.class_name=Own stream.train.data=x stream.train.by=random evaluation.mode=next", "x, mode=next")]
    [InlineData("stream.train.class_name=Own stream.train.data=x stream.train.by=dump evaluation.mode=next", "x, mode=next, by=dump")]
    [InlineData("seed=3", "unknown data set")]
    public void Dataset_OfAConfig_IsItsTestSetAndHowItIsUsed(string values, string dataset)
    {
        var config = new OrderedDictionary<string, string>();
        foreach (var value in values.Split(' ')) config.Add(value.Split('=')[0], value.Split('=')[1]);

        Assert.Equal(dataset, (Run(0) with { Config = new RunConfig("", config) }).Dataset);
    }

    [Fact]
    public void Group_OfASeedRunTwice_CountsTheLaterRunAlone()
    {
        var (first, again, other) = (Run(1, minutesLater: 0), Run(1, minutesLater: 5), Run(2, minutesLater: 1));

        var compared = Assert.Single(ComparedRuns.PerDataset(new RunSet([again, first, other], []), []));

        Assert.Equal([again, other], compared.Groups[0].Runs.Runs);
        Assert.Equal(1, compared.Repeated);
        Assert.Equal(
            "MNIST: 3 runs (1 left out, whose config and seed were run again later), in one group", ComparisonText.Summary(compared));
        Assert.Equal(2, compared.Groups[0].Runs.Mean(RunMeasure.AverageError)!.Count);
        Assert.Contains(
            "1 run is left out of means and comparisons", RunsPage.Of(new RunSet([again, first, other], [])), StringComparison.Ordinal);
        Assert.Equal(3, JsonDocument.Parse(JsonFormat.Of([compared])).RootElement.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public void Group_OfOneSeedWithTwoRates_HasBoth() =>
        Assert.Equal(2, Assert.Single(Grouping.By([], [Run(1), Run(1, rate: "1")]).Groups).Runs.Count);

    private RunSet TwoDatasets() => new([Run(0), Run(0, dataset: "Digits"), Run(1), Run(0, rate: "1"), Run(1, dataset: "Digits")], []);

    private RunSummary Run(long seed, string dataset = "MNIST", string rate = "0.1", int minutesLater = 0) =>
        runs.Summary(new GeneratedRun
        {
            Dataset = dataset,
            Seed = seed,
            Rate = rate,
            MinutesLater = minutesLater,
            MegabatchCount = 1,
            EpochCount = 1
        });
}
