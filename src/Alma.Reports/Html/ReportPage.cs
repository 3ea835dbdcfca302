using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alma.Reports.Html;

/// <summary>
/// The frame of every report: one file that loads nothing, and whose policy lets the browser run Alma's own script alone.
/// </summary>
internal static class ReportPage
{
    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ShortNumbers() },
    };

    /// <param name="title">Of the window and the page.</param>
    /// <param name="kind">Which script draws it: <c>run</c> or <c>runs</c>.</param>
    /// <param name="content">What stands in it before it is drawn.</param>
    /// <param name="data">What is drawn; it becomes JSON in which no tag can begin.</param>
    public static string Of(string title, string kind, Markup content, object data) => Markup.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy()}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="Alma">
        <title>{title}</title>
        <style>{Markup.Trusted(ReportAssets.Style)}</style>
        </head>
        <body data-kind="{kind}">
        <a class="skip" href="#content">Skip to the results</a>
        {content}
        <noscript><p class="notice">The charts of this report are drawn by its script, which this browser does not run. The tables stand without it.</p></noscript>
        <script type="application/json" id="data">{Markup.Trusted(JsonSerializer.Serialize(data, options))}</script>
        <script>{Markup.Trusted(ReportAssets.Script)}</script>
        </body>
        </html>

        """).ToString();

    private static Markup Policy() => Markup.Trusted(
        $"default-src 'none'; img-src data:; style-src {ReportAssets.HashOf(ReportAssets.Style)}; script-src "
        + $"{ReportAssets.HashOf(ReportAssets.Script)}; base-uri 'none'; form-action 'none'");
}
