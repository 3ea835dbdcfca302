using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class ReportCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Report_OfARealRun_IsOnePageWithAllItMeasured()
    {
        workplace.Typed("run", "clmodel.max_epochs=2", "run_dir=runs/one", "seed=1").Succeeded();

        var written = Assert.Single(workplace.Typed("report", "runs/one").Succeeded().Output);

        Assert.Matches(@"^runs/one/report\.html  \d+ kB, 1 run$", written);
        var html = File.ReadAllText(workplace.In("runs/one/report.html"));
        foreach (var part in new[]
        {
            "chart-error", "chart-purposes", "chart-epoch-loss", "stage-experts", "stage-confusion", "stage-worst"
        })
            Assert.Contains($"id=\"{part}\"", html, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http://", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);

        workplace.Typed("run", "clmodel.max_epochs=1", "run_dir=runs/two", "seed=1").Succeeded();
        var many = workplace.Typed("report", "runs", "--group-by", "max_epochs", "--title", "One epoch or two").Succeeded();
        Assert.Matches(@"^runs-report\.html  \d+ kB, 2 runs$", Assert.Single(many.Output));
        Assert.Contains("<h1>One epoch or two</h1>", File.ReadAllText(workplace.In("runs-report.html")), StringComparison.Ordinal);
        Assert.StartsWith(
            "--group-by class_name may mean ",
            workplace.Typed("report", "runs", "--group-by", "class_name").RefusedInOneLine(),
            StringComparison.Ordinal);
        Assert.Equal("runs is a folder: -o needs the name of a file.", workplace.Typed("report", "runs", "-o", "runs").RefusedInOneLine());
    }

    [Fact]
    public void Report_OfNoRun_IsRefused() =>
        Assert.Equal("nowhere is no run folder: there is no such folder.", workplace.Typed("report", "nowhere").RefusedInOneLine());
}
