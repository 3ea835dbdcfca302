using Microsoft.Playwright;

namespace Alma.Browser.Tests;

/// <summary>A real browser, started once; tests are skipped where it is not installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string ExecutablePath = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(ExecutablePath)) return;
        Assertions.SetDefaultExpectTimeout(60_000); // of what a busy machine may take; ms
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ExecutablePath, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a file as its reader would, without a network, and waits until its script is through.</summary>
    public async Task<OpenReport> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        Assert.SkipUnless(browser is not null, $"There is no {ExecutablePath}.");
        var page = await browser.NewPageAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        return await OpenReport.OfAsync(page, path);
    }

    /// <summary>Opens a page of a server on this machine.</summary>
    public async Task<OpenedPage> OpenAddressAsync(string address)
    {
        Assert.SkipUnless(browser is not null, $"There is no {ExecutablePath}.");
        return await OpenedPage.OfAsync(await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } }), address);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
