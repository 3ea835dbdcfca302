using Alma.GeneratedRuns;
using Microsoft.Playwright;

namespace Alma.Browser.Tests;

public sealed class RunPageTests(Chromium chromium, ReportFiles files) : IClassFixture<Chromium>, IClassFixture<ReportFiles>
{
    private static readonly GeneratedRun growing = new() { Recipe = "made/growing", MegabatchCount = 4, EpochCount = 3 };

    [Theory]
    [InlineData("made/single", 10)]
    [InlineData("made/growing", 10)]
    [InlineData("made/ensemble", 11)]
    public async Task Page_OfARun_DrawsEveryChartWithoutComplaintAndAsksForNothing(string recipe, int chartCount)
    {
        await using var report = await chromium.OpenAsync(files.OfOne(growing with { Recipe = recipe }));

        Assert.Equal(chartCount, await report.Find("figure.chart").CountAsync());
        Assert.Empty(await report.ChartsWithoutMarksAsync());
        Assert.Empty(report.Complaints);
        Assert.DoesNotContain(report.Requests, address => !address.StartsWith("data:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Slider_MovedToAnotherMegabatch_ShowsItsExpertsConfusionAndImages()
    {
        await using var report = await chromium.OpenAsync(files.OfOne(growing));
        var wrong = "#stage-confusion td:not(.right):not(.number)[title*='class 0 taken for 3:']";
        var last = await report.Find(wrong).InnerTextAsync();
        Assert.Equal(24, await report.AskAsync<int>(
            "() => [...document.querySelectorAll('.gallery img')].filter((image) => image.complete && image.naturalWidth === 28).length"));
        Assert.Equal("layers.1: 5 experts", await report.Find("#stage-experts h3").InnerTextAsync());
        Assert.Equal(2, await report.Find("#stage-experts .new").CountAsync());

        await report.Find("#stage-confusion input[type=range]").FillAsync("0");

        Assert.Equal("layers.1: 2 experts", await report.Find("#stage-experts h3").InnerTextAsync());
        Assert.NotEqual(last, await report.Find(wrong).InnerTextAsync());
        Assert.Equal(["megabatch 0", "megabatch 0", "megabatch 0"], await report.TextsAsync(".slider output"));
    }

    [Fact]
    public async Task Classes_ThatHaveNames_AreCalledByThem()
    {
        string[] names = ["cat", "<b>dog</b>", "3"];
        await using var report = await chromium.OpenAsync(files.OfOne(growing with { Classes = names }));

        var rows = await report.TextsAsync("#stage-confusion tbody th");
        Assert.Equal(names, rows.Take(3));
        Assert.Equal("3", rows[3]); // it has no name
        Assert.Equal(rows, (await report.TextsAsync("#stage-confusion thead th")).Skip(1).SkipLast(1));
        Assert.Contains(await report.TextsAsync(".gallery .verdict"), text => text.StartsWith("cat →", StringComparison.Ordinal));
        Assert.Contains("cat for ", await report.Find("#stage-confusion p >> nth=0").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_ByKeysAndButtons_IsReadZoomedAndSwitched()
    {
        await using var report = await chromium.OpenAsync(files.OfOne(growing));
        var chart = report.Find("#chart-epoch-loss");
        await chart.Locator(".plot").FocusAsync();

        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("megabatch 0, epoch 1: training 0.6703, validation 0.7703", await chart.Locator(".readout").InnerTextAsync());
        await report.Page.Keyboard.PressAsync("+");
        await chart.Locator(".reset").ClickAsync();
        Assert.False(await chart.Locator(".reset").IsVisibleAsync());

        await chart.Locator(".legend button").First.ClickAsync();
        Assert.Equal("false", await chart.Locator(".legend button").First.GetAttributeAsync("aria-pressed"));
        Assert.Equal<bool[]>(
            [false, true], await report.AskAsync<bool[]>("() => charts['epoch-loss'].plot.series.slice(1).map((series) => series.show)"));
        await chart.Locator("summary").ClickAsync();
        await report.HasAsync(12, "#chart-epoch-loss details tbody tr");
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Page_InTheDarkAndInPrint_HasOtherColours()
    {
        var path = files.OfOne(growing);
        await using var report = await chromium.OpenAsync(path, ColorScheme.Dark);
        const string looks = "() => [getComputedStyle(document.body).backgroundColor, charts.error.plot.series[1]._stroke, "
            + "charts.error.plot.ctx.canvas.toDataURL()]";
        var dark = await report.AskAsync<string[]>(looks);

        await report.ShowAsync(ColorScheme.Light);
        var light = await report.AskAsync<string[]>(looks);
        await report.ShowAsync(ColorScheme.Dark, Media.Print);
        var print = await report.AskAsync<string[]>(looks);

        Assert.Equal("rgb(255, 255, 255)", light[0]);
        Assert.All([0, 1, 2], k => Assert.NotEqual(light[k], dark[k]));
        Assert.Equal(light[..2], print[..2]);
        Assert.False(await report.Find("details.numbers").First.IsVisibleAsync());
        Assert.True((await report.Page.PdfAsync()).Length > 20_000);
        Assert.Empty(report.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Confusions_OfAnyCount_CanBeRead(ColorScheme scheme)
    {
        await using var report = await chromium.OpenAsync(files.OfOne(growing), scheme);

        // The contrast of WCAG 2.1, section 1.4.3, of the strongest colours that a cell can have.
        var least = await report.AskAsync<double>(
            """
            () => {
              const cells = [...document.querySelectorAll(".confusion td")];
              cells[0].style.background = "color-mix(in srgb, var(--series-1) calc(90 * var(--cell)), var(--back))";
              cells[1].style.background = "color-mix(in srgb, var(--series-0) calc(50 * var(--cell)), var(--back))";
              const light = (colour) => {
                const parts = colour.match(/[\d.]+/g).slice(0, 3).map(Number).map((part) => colour.startsWith("rgb") ? part / 255 : part);
                return parts.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4).reduce((sum, part, k) => sum + [0.2126, 0.7152, 0.0722][k] * part, 0.05);
              };
              const contrasts = cells.map(getComputedStyle).filter((style) => style.backgroundColor !== "rgba(0, 0, 0, 0)").map((style) => light(style.backgroundColor) / light(style.color));
              return Math.min(...contrasts.map((contrast) => Math.max(contrast, 1 / contrast)));
            }
            """);

        Assert.InRange(least, 4.5, 21);
    }

    [Fact]
    public async Task Page_OfARunNamedAsAScript_ShowsItAsTextAndRunsNothing()
    {
        const string hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
        await using var report = await chromium.OpenAsync(files.OfOne(growing with { Recipe = hostile, Rate = $"'{hostile}'" }));

        Assert.Equal(hostile, await report.Find("h1").InnerTextAsync());
        Assert.Contains($"lr: '{hostile}'", await report.Find("pre.config").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await report.Find("script").CountAsync());
        Assert.Empty(report.Complaints);
        Assert.DoesNotContain(report.Requests, address => !address.StartsWith("data:", StringComparison.Ordinal));
    }
}
