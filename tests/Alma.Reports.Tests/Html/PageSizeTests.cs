using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Html.ManyRuns;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;
using Alma.Runs.Mistakes;

namespace Alma.Reports.Tests.Html;

/// <summary>A page can be sent by mail, whatever it is on.</summary>
public sealed class PageSizeTests : IDisposable
{
    private const int MaxCharacters = 5_000_000;
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void RunsPage_OfAThousandLongRuns_StaysBelowFiveMegabytes()
    {
        var one = runs.Summary(new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var megabatches = Enumerable.Range(0, 500)
            .Select(k => one.Megabatches[0] with { Megabatch = k, Error = 1 / (k + 3.0), CumulativeMultiplyAdds = 1e12 / 7 * k })
            .ToList();
        var set = new RunSet(
            [.. Enumerable.Range(0, 1000)
                .Select(k => one with { Path = $"{one.Path}-{k}", Manifest = one.Manifest with { Seed = k }, Megabatches = megabatches })],
            []);

        var html = RunsPage.Of(set, ["recipe"]);

        Assert.InRange(html.Length, 1_000_000, MaxCharacters);
    }

    [Fact]
    public void RunPage_OfManyLargeImages_LeavesSomeOutButNotTheLast()
    {
        var run = runs.Details(new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var random = new Random(1);
        WorstImages Noise(int megabatch) => new(megabatch, 3, 32, 32, [.. Enumerable.Range(0, 24).Select(k =>
        {
            var pixels = new byte[3 * 32 * 32];
            random.NextBytes(pixels);
            return new MisclassifiedImage((100 * megabatch) + k, 1, 2, 0.1, 2.3, pixels);
        })]);
        List<MegabatchDetails> megabatches = [.. Enumerable.Range(0, 60)
            .Select(k => run.Megabatches[0] with { Megabatch = k, Worst = Noise(k) })];

        var html = RunPage.Of(run with { Megabatches = megabatches });

        Assert.InRange(html.Length, 1_000_000, MaxCharacters);
        Assert.Contains("\"index\":5900,", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"index\":5800,", html, StringComparison.Ordinal);
    }
}
