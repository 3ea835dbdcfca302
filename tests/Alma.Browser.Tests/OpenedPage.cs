using Microsoft.Playwright;

namespace Alma.Browser.Tests;

/// <summary>A page of a server in the browser, and all that it complained of.</summary>
public sealed class OpenedPage : IAsyncDisposable
{
    private OpenedPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Warnings and errors of the console, exceptions, dialogs; answers that are no success are none of these.</summary>
    public List<string> Complaints { get; } = [];

    internal static async Task<OpenedPage> OfAsync(IPage page, string address)
    {
        var opened = new OpenedPage(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") opened.Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => opened.Complaints.Add(error);
        page.Dialog += (_, dialog) => opened.Complaints.Add($"dialog: {dialog.Message}");
        await page.GotoAsync(address);
        return opened;
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
