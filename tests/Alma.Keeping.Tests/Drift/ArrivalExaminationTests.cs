using System.Globalization;
using System.Text;
using Alma.Config;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Experiments.Options;
using Alma.Keeping.Drift;
using Alma.Keeping.Tests.Promotion;
using Alma.Runs;
using Alma.Runs.Drift;
using Alma.Runs.Images;

namespace Alma.Keeping.Tests.Drift;

/// <summary>Dumps in a store, and a run that has learned from those before.</summary>
public sealed class ArrivalExaminationTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private int dumpCount;

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Examine_DumpsThatAreAlike_WarnsOfNothingAndKnowsTheError()
    {
        for (var k = 0; k < 3; k++) ImportTable(seed: k);

        var report = Examined()[2];

        Assert.Empty(report.Warnings);
        Assert.Equal(
            ["classes", "confidence", "error", "feature/colour", "feature/x"], report.Tests.Select(test => test.Name).Order());
        Assert.InRange(report.Error!.Value, 0, 0.3);
        Assert.InRange(report.ReferenceError!.Value, 0, 0.3);
        Assert.Equal(0, report.DuplicateShare);
        Assert.Equal(1 - Math.Pow(0.99, 1.0 / 5), report.Level, 1e-12);
    }

    [Theory]
    [InlineData("class", "classes that were not there before: c2")]
    [InlineData("empty", "x has no value at all")]
    [InlineData("shift", "the distribution of x changed")]
    [InlineData("colour", "the distribution of colour changed")]
    [InlineData("labels", "the frequencies of classes changed")]
    [InlineData("wrong", "the error is")]
    [InlineData("again", "100.00 % of the examples equal some of earlier dumps")]
    public void Examine_ADumpThatHasChanged_SaysWhat(string change, string expected)
    {
        for (var k = 0; k < 2; k++) ImportTable(seed: k);
        ImportTable(change == "again" ? 1 : 2, change);

        var reports = Examined();

        Assert.Empty(reports[1].Warnings);
        Assert.Contains(reports[2].Warnings, warning => warning.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Examine_DarkerImages_WarnsOfTheirBrightness()
    {
        for (var k = 0; k < 3; k++) ImportImages(seed: k, darker: k == 2 ? 30 : 0);

        var reports = Examined("own/vgg", "clmodel.model.n_channels=2", "clmodel.max_epochs=1");

        Assert.Empty(reports[1].Warnings);
        const string expected = "the distribution of brightness changed";
        Assert.Contains(reports[2].Warnings, warning => warning.Contains(expected, StringComparison.Ordinal));
    }

    /// <summary>As after a kill: whatever of the reports is left, the same comes of it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("megabatch_0002.json")]
    [InlineData("megabatch_0000.json")]
    [InlineData("megabatch_0001.digests")]
    public void Examine_Again_ComesToTheSame(string left)
    {
        for (var k = 0; k < 3; k++) ImportTable(seed: k, k == 2 ? "shift" : "");
        var run = Run("own/mlp");
        Examined(run);
        var before = Content(run);
        foreach (var file in Directory.EnumerateFiles(run.DriftFolder))
            if (Path.GetFileName(file) != left) File.Delete(file);

        Examined(run);

        Assert.Equal(before, Content(run));
    }

    [Fact]
    public void Examine_WithADamagedReport_NamesIt()
    {
        for (var k = 0; k < 2; k++) ImportTable(seed: k);
        var run = Run("own/mlp");
        Examined(run);
        foreach (var (text, expected) in new[]
        {
            ("damage", "line 1: "), ("null", "found null"),
            (File.ReadAllText(run.DriftFile(0)).Replace("\"format\": 1", "\"format\": 7"), "found format 7"),
            (File.ReadAllText(run.DriftFile(0)).Replace("\"missing\": 0", "\"missing\": -1"), "found counts of x that cannot be"),
        })
        {
            File.WriteAllText(run.DriftFile(0), text);
            File.Delete(run.DriftFile(1));
            var fault = Assert.Throws<RunFolderException>(() => Examined(run));
            Assert.Contains("megabatch_0000.json", fault.Message);
            Assert.Contains(expected, fault.Message);
        }
    }

    private IReadOnlyList<ArrivalReport> Examined(string recipe = "own/mlp", params string[] overrides) => Examined(Run(recipe, overrides));

    private IReadOnlyList<ArrivalReport> Examined(RunFolder run)
    {
        var store = new StoreFolder(temporary.File("data")).Open("mine");
        return [.. Enumerable.Range(1, dumpCount).Select(count => new ArrivalExamination(run, new DriftOptions()).Examine(
            store.WithFirstDumps(count), [.. Enumerable.Range(1, count)], TestContext.Current.CancellationToken))];
    }

    private RunFolder Run(string recipe, params string[] overrides) => TableRun.Run(
        RunRequest.Read(
            new RecipeCatalog([Path.Combine(AppContext.BaseDirectory, "configs")]).Find(recipe),
            [
                "data=mine", $"data_dir={temporary.File("data")}", "stream.train.by=dump", "clmodel.max_epochs=6", "threads=1",
                .. overrides,
            ],
            ["alma", "run", recipe]),
        temporary.NewPath());

    private void ImportTable(int seed, string change = "")
    {
        var (text, random) = (new StringBuilder("x,colour,label\n"), new Random(seed));
        for (var row = 0; row < 600; row++)
        {
            var label = random.NextDouble() < (change == "labels" ? 0.7 : 0.5) ? 1 : 0;
            var number = label + (0.7 * (random.NextDouble() + random.NextDouble() - 1)) + (change == "shift" ? 0.2 : 0);
            var x = change == "empty" ? "" : number.ToString("R", CultureInfo.InvariantCulture);
            var colour = random.NextDouble() < (change == "colour" ? 0.6 : 0.3) ? "red" : "blue";
            var told = change == "class" && row % 20 == 0 ? 2 : change == "wrong" && row % 4 == 0 ? 1 - label : label;
            text.Append(CultureInfo.InvariantCulture, $"{x},{colour},c{told}\n");
        }

        Import(temporary.Write($"{dumpCount}.csv", text.ToString()));
    }

    private void ImportImages(int seed, int darker)
    {
        var (random, folder) = (new Random(seed), $"images{dumpCount}");
        for (var k = 0; k < 120; k++)
        {
            var (middle, pixels) = (100 + random.Next(50) - darker, new byte[64]);
            for (var p = 0; p < pixels.Length; p++) pixels[p] = (byte)(middle + random.Next(-20, 20));
            temporary.Write($"{folder}/c{k % 2}/{k}.png", PngImage.Encode(pixels, 1, 8, 8));
        }

        Import(temporary.File(folder));
    }

    private void Import(string path)
    {
        var plan = new ImportPlan(new ImportRequest([path]), TimeProvider.System) { TestShare = 0.3 };
        using var source = ImportFormats.Open(plan.Request);
        var folder = new StoreFolder(temporary.File("data"));
        if (dumpCount++ == 0) StoreImport.Make(folder, "mine", source, plan, CancellationToken.None);
        else StoreImport.Add(folder, "mine", source, plan, CancellationToken.None);
    }

    private static string[] Content(RunFolder run) => [.. Directory.EnumerateFiles(run.DriftFolder, "*.json").Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}")];
}
