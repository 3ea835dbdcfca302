using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// No line of the code is longer than <c>max_line_length</c> in .editorconfig, which the compiler does not hold anybody to.
/// </summary>
public sealed class LineLengthTests
{
    private const int Most = 140; // columns

    /// <summary>
    /// Files with lines that cannot be broken, and how many: texts as they stand (scripts, pages, configs), bytes, an interpolation.
    /// </summary>
    private static readonly Dictionary<string, int> unbreakable = new()
    {
        ["bench/Alma.Results/ResultsPage.cs"] = 8,
        ["src/Alma.Cli/Commands/CompletionCommand.cs"] = 1,
        ["src/Alma.Cli/FaultReport.cs"] = 1,
        ["src/Alma.Launching/Slurm/ScriptText.cs"] = 1,
        ["src/Alma.Reports/Html/ManyRuns/RunsPage.cs"] = 1,
        ["src/Alma.Reports/Html/OneRun/RunPage.cs"] = 4,
        ["src/Alma.Reports/Html/OneRun/RunPageText.cs"] = 1,
        ["src/Alma.Reports/Html/ReportPage.cs"] = 1,
        ["tests/Alma.Browser.Tests/PageAxisLabelTests.cs"] = 1,
        ["tests/Alma.Browser.Tests/RunPageTests.cs"] = 2,
        ["tests/Alma.EndToEnd.Tests/OpenedFilesTests.cs"] = 1,
        ["tests/Alma.EndToEnd.Tests/Programs/TheirConfig.cs"] = 2,
        ["tests/Alma.Experiments.Tests/AugmentationOptionsTests.cs"] = 2,
        ["tests/Alma.Experiments.Tests/PythonConfigs.cs"] = 4,
        ["tests/Alma.Experiments.Tests/RangeEndTests.cs"] = 1,
        ["tests/Alma.Experiments.Tests/SafetensorsTests.cs"] = 1,
        ["tests/Alma.Reports.Tests/ComparisonTableTests.cs"] = 1,
        ["tests/Alma.Reports.Tests/Formats/PaperFormatTests.cs"] = 5,
        ["tests/Alma.Reports.Tests/OddRunTests.cs"] = 1,
        ["tests/Alma.Reports.Tests/Queries/RunStoreTests.cs"] = 1,
        ["tests/Alma.Runs.Tests/Locking/RunLockTests.cs"] = 1,
        ["tests/Alma.Runs.Tests/Mistakes/WorstImagesTests.cs"] = 1,
        ["tests/Alma.Runs.Tests/TensorBoard/HyperParameterMessagesTests.cs"] = 6,
    };

    [Fact]
    public void Lines_OfTheCode_AreNoLongerThanTheEditorIsTold()
    {
        Assert.Contains($"max_line_length = {Most}", File.ReadAllText(Repository.In(".editorconfig")), StringComparison.Ordinal);
        var longer = new[] { "src", "tests", "bench", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.In(folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file), Lines: Longer(file)))
            .Where(file => file.Lines.Count != unbreakable.GetValueOrDefault(file.Name));

        Assert.Empty(longer.SelectMany(file => file.Lines.DefaultIfEmpty(0).Select(line => $"{file.Name}:{line}")));
    }

    private static List<int> Longer(string file) =>
        [.. File.ReadLines(file).Index().Where(line => line.Item.Length > Most).Select(line => line.Index + 1)];
}
