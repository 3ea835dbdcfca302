using System.Text.Json;
using Alma.EndToEnd.Tests.Programs;
using Alma.GeneratedRuns;

namespace Alma.EndToEnd.Tests;

public sealed class CompareCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public CompareCommandTests()
    {
        foreach (var recipe in new[] { "made/single", "made/growing" })
            for (var seed = 0; seed < 3; seed++)
                new GeneratedRun { Recipe = recipe, Seed = seed, MegabatchCount = 3, EpochCount = 1 }
                    .Write(workplace.In($"runs/{recipe}-{seed}"));
    }

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Compare_OfRuns_IsPlainInAPipeAndTheSameInEveryFormat()
    {
        var printed = workplace.Typed("compare", "runs", "--group-by", "recipe").Succeeded().OutputText;
        Assert.StartsWith("MNIST: 6 runs, grouped by recipe\n", printed, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  made/growing +3 +\d+\.\d\d ± \d+\.\d\d ", printed);
        Assert.DoesNotContain('\u001b', printed);

        var json = JsonDocument.Parse(workplace.Typed("compare", "runs", "--json").Succeeded().OutputText).RootElement;
        Assert.Equal(2, json.GetProperty("groups").GetArrayLength());
        var csv = workplace.Typed("compare", "runs/made/*-0", "runs/made/*-1", "--csv").Succeeded().Output;
        Assert.Equal(3, csv.Count);
        Assert.StartsWith("dataset,group,runs,average_error,average_error_half_width,", csv[0], StringComparison.Ordinal);

        Assert.Matches(
            @"^out/table\.tex  [\d.]+ kB, MNIST: 6 runs, grouped by recipe$",
            Assert.Single(workplace.Typed("compare", "runs", "-o", "out/table.tex").Succeeded().Output));
        Assert.Contains("\\toprule", File.ReadAllText(workplace.In("out/table.tex")), StringComparison.Ordinal);
        Assert.Equal(["table.tex"], Directory.GetFiles(workplace.In("out")).Select(Path.GetFileName));
    }

    [Fact]
    public void Plot_OfRuns_IsAPictureOfTheSizeAskedFor()
    {
        var said = Assert.Single(
            workplace.Typed("plot", "runs", "-o", "cost.png", "--x", "compute", "--width", "640", "--height", "360", "--dark")
                .Succeeded().Output);

        Assert.Matches(@"^cost\.png  \d[\d.]* kB, 640x360: cumulative test error against multiply-adds, all purposes\.$", said);
        Assert.Equal([0x89, .. "PNG"u8], File.ReadAllBytes(workplace.In("cost.png"))[..4]);
        workplace.Typed("plot", "runs", "-o", "error.svg").Succeeded();
        Assert.StartsWith("<?xml", File.ReadAllText(workplace.In("error.svg")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere is no run folder: there is no such folder.", "compare", "nowhere")]
    [InlineData("--csv and --json: one format at a time. See 'alma compare --help'.", "compare", "runs", "--csv", "--json")]
    [InlineData(
        "-o t.xls: the ending says no format. Give --csv, --json, --markdown or --latex, or a name that ends in .csv, .json, .md or .tex. "
        + "See 'alma compare --help'.",
        "compare",
        "runs",
        "-o",
        "t.xls")]
    [InlineData(
        "--group-by recpie: no config of these runs has such a key. Did you mean 'recipe'?", "compare", "runs", "--group-by", "recpie")]
    [InlineData("--against best: there is no such group. Groups: made/single; made/growing.", "compare", "runs", "--against", "best")]
    [InlineData("-o p.jpg: a plot is written as .png or .svg. See 'alma plot --help'.", "plot", "runs", "-o", "p.jpg")]
    [InlineData(
        "--y eror: there is no such measure. Did you mean 'error'? See 'alma plot --help'.", "plot", "runs", "-o", "p.png", "--y", "eror")]
    [InlineData(
        "--x error: there is no such measure. Valid measures: megabatch, compute, memory, peak_memory, parameters, seconds. "
        + "See 'alma plot --help'.",
        "plot", "runs", "-o", "p.png", "--x", "error")]
    [InlineData("--width 9: 200 to 8000 pixels are possible. See 'alma plot --help'.", "plot", "runs", "-o", "p.png", "--width", "9")]
    [InlineData("Option '--output' is required. See 'alma plot --help'.", "plot", "runs")]
    [InlineData("/proc/p.png cannot be written: ", "plot", "runs", "-o", "/proc/p.png")]
    public void Command_ThatCannotBeDone_SaysWhyInOneLine(string problem, params string[] command) =>
        Assert.StartsWith(problem, workplace.Typed(command).RefusedInOneLine(), StringComparison.Ordinal);
}
