using Microsoft.Playwright;

namespace Alma.Browser.Tests;

/// <summary>A report in the browser, and all that it complained of, asked for or popped up.</summary>
public sealed class OpenReport : IAsyncDisposable
{
    private OpenReport(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, exceptions, dialogs.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Addresses beyond the file itself.</summary>
    public List<string> Requests { get; } = [];

    internal static async Task<OpenReport> OfAsync(IPage page, string path)
    {
        var report = new OpenReport(page);
        var address = new Uri(path).AbsoluteUri;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") report.Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => report.Complaints.Add(error);
        page.Dialog += (_, dialog) => report.Complaints.Add($"dialog: {dialog.Message}");
        await page.RouteAsync("**/*", async route =>
        {
            if (route.Request.Url == address)
            {
                await route.ContinueAsync();
                return;
            }

            report.Requests.Add(route.Request.Url);
            await route.AbortAsync();
        });
        await page.GotoAsync(address);
        await page.Locator("html[data-drawn=yes]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return report;
    }

    /// <summary>
    /// The charts of the page that lack marks: no values in a series that is shown, or nothing on the canvas but one colour.
    /// </summary>
    public async Task<string[]> ChartsWithoutMarksAsync() => await Page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll("figure.chart")].filter((figure) => {
          const chart = charts[figure.id.replace("chart-", "")];
          if (!chart || !chart.plot.data.slice(1).some((values) => values.some((value) => value != null))) return true;
          const canvas = figure.querySelector("canvas");
          const { left, top, width, height } = chart.plot.bbox;
          const pixels = new Uint32Array(canvas.getContext("2d").getImageData(left, top, width, height).data.buffer);
          return new Set(pixels).size < 3;
        }).map((figure) => figure.id)
        """);

    public ILocator Find(string selector) => Page.Locator(selector);

    public async Task<string[]> TextsAsync(string selector) => [.. await Page.Locator(selector).AllInnerTextsAsync()];

    /// <summary>Waits until so many elements are there.</summary>
    public Task HasAsync(int count, string selector) => Assertions.Expect(Page.Locator(selector)).ToHaveCountAsync(count);

    /// <summary>Shows the page under other conditions, and waits until it is drawn for them.</summary>
    public async Task ShowAsync(ColorScheme scheme, Media media = Media.Screen)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme, Media = media });
        await Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    public async Task<T> AskAsync<T>(string script) => await Page.EvaluateAsync<T>(script);

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
