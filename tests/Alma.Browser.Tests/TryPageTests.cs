using Alma.GeneratedRuns;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;
using Alma.Serving;
using Alma.Serving.Sources;
using Alma.Serving.Tests;
using Microsoft.Playwright;

namespace Alma.Browser.Tests;

/// <summary>The page on which a person tries a model that is served.</summary>
public sealed class TryPageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Digit_Drawn_IsPredictedWithABarForEachClass()
    {
        await using var server = await ServeAsync(null, TinyOnnx.OfDigits(), TinyOnnx.OfDigits(1));
        await using var opened = await chromium.OpenAddressAsync(server.Address);
        var page = opened.Page;

        await DrawAsync(page);

        await Assertions.Expect(page.Locator("#bars li")).ToHaveCountAsync(10);
        // read at once: the answers to what was drawn last may still come
        var shown = await page.EvaluateAsync<string[]>(
            "() => [find('answer').textContent, document.querySelector('#bars .chosen .name').textContent]");
        Assert.Equal(shown[0], shown[1]);
        Assert.StartsWith("Version 1, in ", await page.Locator("#by").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("tiny", await page.Locator("h1").InnerTextAsync());
        Assert.Equal(2, await page.Locator("#history circle").CountAsync());
        Assert.Equal(["1 (champion)", "0"], await page.Locator("#versions th").AllInnerTextsAsync());
        var ink = await page.EvaluateAsync<int>(
            "() => find('seen').getContext('2d').getImageData(0, 0, 28, 28).data.filter((value, k) => k % 4 === 0 && value > 128).length");
        Assert.InRange(ink, 10, 300);
        Assert.Empty(opened.Complaints);
        await page.Locator("#clear").ClickAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("() => ink() === null ? 0 : 1"));
    }

    [Fact]
    public async Task Image_Chosen_IsPredicted()
    {
        await using var server = await ServeAsync(null, TinyOnnx.OfDigits());
        await using var opened = await chromium.OpenAddressAsync(server.Address);
        var png = Runs.Images.PngImage.Encode([.. Enumerable.Range(0, 40 * 60).Select(k => (byte)(k % 256))], 1, 40, 60);

        await opened.Page.Locator("#file").SetInputFilesAsync(folder.Write("image.png", png));

        await Assertions.Expect(opened.Page.Locator("#bars li")).ToHaveCountAsync(10);
        await opened.Page.Locator("#file").SetInputFilesAsync(folder.Write("no.png", "no image"));
        await Assertions.Expect(opened.Page.Locator("#error")).ToContainTextAsync("The body is no image file");
    }

    [Fact]
    public async Task Row_FilledIn_IsPredictedAndAWrongValueIsExplained()
    {
        await using var server = await ServeAsync(null, TinyOnnx.OfRows());
        await using var opened = await chromium.OpenAddressAsync(server.Address);
        var page = opened.Page;

        await page.GetByLabel("age", new() { Exact = true }).FillAsync("41");
        await page.GetByLabel("colour").SelectOptionAsync("blue");
        await page.GetByLabel("car").SelectOptionAsync("true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();

        await Assertions.Expect(page.Locator("#answer")).ToHaveTextAsync("driver");
        Assert.Equal(["driver", "walker"], await page.Locator("#bars .name").AllInnerTextsAsync());
        Assert.Empty(opened.Complaints);
        await page.GetByLabel("age", new() { Exact = true }).FillAsync("old");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator("#error")).ToHaveTextAsync("row: column age: found 'old', valid is a number.");
        await page.EvaluateAsync("() => look()"); // as the page does every few seconds
        Assert.Equal("row: column age: found 'old', valid is a number.", await page.Locator("#error").InnerTextAsync());
        await page.GetByLabel("age", new() { Exact = true }).FillAsync("41");
        await page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
        await Assertions.Expect(page.Locator("#error")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Version_ThatComes_IsShownWithoutALoad()
    {
        await using var server = await ServeAsync(null, TinyOnnx.OfDigits());
        await using var opened = await chromium.OpenAddressAsync(server.Address);
        await Assertions.Expect(opened.Page.Locator("#versions tr")).ToHaveCountAsync(1);

        folder.Write("tiny/megabatch_0001.onnx", TinyOnnx.OfDigits(1).ToBytes());

        await Assertions.Expect(opened.Page.Locator("#versions tr")).ToHaveCountAsync(2);
        await Assertions.Expect(opened.Page.Locator("#what")).ToContainTextAsync("Version 1 of 2");
    }

    [Fact]
    public async Task History_OfAModel_IsTheReportOfItsRun()
    {
        var run = new GeneratedRun { Recipe = "made/growing", MegabatchCount = 3, EpochCount = 2 }.Write(folder.File("run"));
        var made = 0;
        var options = new ServingOptions
        {
            History = () =>
            {
                made++;
                return RunPage.Of(RunDetails.Read(run));
            },
            HistoryInterval = TimeSpan.Zero,
        };
        await using var server = await ServeAsync(options, TinyOnnx.OfDigits());
        await using var opened = await chromium.OpenAddressAsync(server.Address);

        await opened.Page.GetByRole(AriaRole.Link, new() { Name = "Its history" }).ClickAsync();

        await Assertions.Expect(opened.Page.Locator("h1")).ToHaveTextAsync("made/growing");
        Assert.Equal(10, await opened.Page.Locator("figure.chart").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("figure.chart:not(:has(canvas))").CountAsync());
        Assert.Empty(opened.Complaints);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Token_WhereOneIsAskedFor_IsAskedOfThePerson()
    {
        await using var server = await ServeAsync(new ServingOptions { Token = "secret-token" }, TinyOnnx.OfDigits());
        await using var opened = await chromium.OpenAddressAsync(server.Address);
        await Assertions.Expect(opened.Page.Locator("#error")).ToContainTextAsync("A token is needed");

        await opened.Page.GetByLabel("Token").FillAsync("secret-token");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();

        await Assertions.Expect(opened.Page.Locator("h1")).ToHaveTextAsync("tiny");
        await DrawAsync(opened.Page);
        await Assertions.Expect(opened.Page.Locator("#bars li")).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task Classes_NamedAsAScript_AreShownAsText()
    {
        const string hostile = "<img src=x onerror=alert(1)>";
        var model = TinyOnnx.OfImages(0, hostile, "b", "c");
        await using var server = await ServeAsync(null, model);
        await using var opened = await chromium.OpenAddressAsync(server.Address);

        await opened.Page.Locator("#file").SetInputFilesAsync(
            folder.Write("image.png", Runs.Images.PngImage.Encode([255, 0, 0, 0], 1, 2, 2)));

        await Assertions.Expect(opened.Page.Locator("#answer")).ToHaveTextAsync(hostile);
        Assert.Empty(opened.Complaints);
    }

    private async Task<AlmaServer> ServeAsync(ServingOptions? options, params TinyOnnx[] models)
    {
        for (var k = 0; k < models.Length; k++) folder.Write($"tiny/megabatch_{k:D4}.onnx", models[k].ToBytes());
        return await AlmaServer.StartAsync(new FileModelSource(folder.File("tiny")), options ?? new ServingOptions(), "localhost", 0);
    }

    // A stroke from above to below.
    private static async Task DrawAsync(IPage page)
    {
        await page.Locator("#draw").WaitForAsync();
        var pad = (await page.Locator("#draw").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(pad.X + 140, pad.Y + 60);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(pad.X + 150, pad.Y + 220, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }
}
