using System.Text.Json;
using System.Text.RegularExpressions;
using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Html.ManyRuns;
using Alma.Reports.Html.OneRun;
using Alma.Runs;

namespace Alma.Reports.Tests.Html;

public sealed partial class PagesTests : IDisposable
{
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void RunPage_OfAGrowingRun_HasItsPartsInTheirOrder()
    {
        var html = RunPage.Of(runs.Details(new GeneratedRun { Recipe = "made/growing", MegabatchCount = 2, EpochCount = 2 }));

        Assert.Equal(
            ["short", "quality", "chart-error", "chart-loss", "chart-cumulative-error", "chart-cumulative-compute", "megabatches", "cost",
                "chart-purposes", "chart-parameters", "chart-memory", "chart-seconds", "training", "chart-epoch-accuracy",
                "chart-epoch-loss", "experts", "confusion", "worst", "origin"],
            Parts(html));
        Assert.Contains("After 2 megabatches the model gets", html, StringComparison.Ordinal);
        Assert.Contains("config.yaml run_dir=runs/again threads=1</code>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void RunPage_OfAKeptRun_TellsOfItsDumps()
    {
        var details = runs.Details(new GeneratedRun { MegabatchCount = 2, EpochCount = 1 });
        KeptDump[] dumps =
        [
            new(0, "monday", 40, DateTimeOffset.UnixEpoch) { Promotion = "version 0 is the champion: there was no champion" },
            new(1, "<tuesday>", 50, DateTimeOffset.UnixEpoch.AddDays(1)) { Warnings = ["dump <tuesday>: x has no value at all"] },
        ];
        var summary = details.Summary with
        {
            Manifest = details.Summary.Manifest with { Keeping = new RunKeeping("points") { Dumps = dumps } },
            Megabatches = [details.Summary.Megabatches[0], details.Summary.Megabatches[1] with { ArrivalError = 0.125 }],
        };

        var html = RunPage.Of(details with { Summary = summary });

        Assert.Equal(["short", "dumps", "chart-arrivals", "quality"], Parts(html).Take(4));
        Assert.Contains(
            "2 dumps came from 1970-01-01 00:00 to 1970-01-02 00:00 UTC. In 1 of them something had changed; the models of 1 became", html);
        Assert.Contains("<th scope=\"row\">&lt;tuesday&gt;</th>", html);
        Assert.Contains("<td class=\"number\">12.50 %</td>", html);
        Assert.Contains("<td>x has no value at all</td>", html);
        Assert.Contains("<td>version 0 is the champion: there was no champion</td>", html);
    }

    [Fact]
    public void RunPage_BeforeTheFirstEvaluation_SaysSo()
    {
        var html = RunPage.Of(runs.Details(new GeneratedRun { Done = 0 }));

        Assert.Contains("No megabatch was evaluated yet.", html, StringComparison.Ordinal);
        Assert.Contains("This run is not finished: it is interrupted, with 0 of 10 megabatches done.", html, StringComparison.Ordinal);
        Assert.Equal(["short", "origin"], Parts(html));
    }

    [Fact]
    public void RunsPage_OfTwoGroups_SaysWhichIsBetterAndHowSureThatIs()
    {
        var set = new RunSet(
            [
                runs.WithAverageError("a", 1, 0.03), runs.WithAverageError("a", 2, 0.032), runs.WithAverageError("a", 3, 0.031),
                runs.WithAverageError("b", 1, 0.035), runs.WithAverageError("b", 2, 0.038), runs.WithAverageError("b", 3, 0.036),
            ],
            ["<damaged>"]);

        var html = RunsPage.Of(set, Grouping.DefaultKeys(set.Runs), "<title>");

        Assert.Contains(
            "a has the least average error, 3.10 % &#xB1; 0.25 % (mean of 3 runs, 95 % interval). "
            + "Next is b, 0.53 &#xB1; 0.14 points behind over 3 common seeds.",
            html,
            StringComparison.Ordinal);
        Assert.Contains("&lt;damaged&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<h1>&lt;title&gt;</h1>", html, StringComparison.Ordinal);
        Assert.Equal(
            ["short", "choice", "quality", "chart-error", "cost", "chart-compute", "chart-memory", "groups", "pairs", "runs", "run",
                "configs"],
            Parts(html));
    }

    [Fact]
    public void Data_OfAHostileConfig_BeginsNoTag()
    {
        var set = new RunSet(
            [
                runs.Summary(new GeneratedRun { Recipe = "</script><script>", MegabatchCount = 1 }),
                runs.Summary(new GeneratedRun { MegabatchCount = 1 })
            ],
            []);

        var html = RunsPage.Of(set, ["recipe"]);
        var data = Data().Match(html).Groups[1].Value;

        Assert.DoesNotContain('<', data);
        Assert.Equal("</script><script>", JsonDocument.Parse(data).RootElement.GetProperty("values")[0][0].GetString());
    }

    private static IEnumerable<string> Parts(string html) => Part().Matches(html).Select(match => match.Groups[1].Value);

    [GeneratedRegex("<(?:section|figure class=\"[a-z ]*\") id=\"([a-z-]+)\"")]
    private static partial Regex Part();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();
}
