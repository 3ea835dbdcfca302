using System.Security.Cryptography;
using System.Text;
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

/// <summary>Styles and scripts of reports, which are built into this library.</summary>
internal static class ReportAssets
{
    private static readonly string[] scripts =
    [
        "uPlot.iife.min.js", "format.js", "elements.js", "theme.js", "plot.js", "reading.js", "chart.js", "tables.js", "slider.js",
        "mistakes.js", "experts.js", "run.js", "statistics.js", "runset.js", "runscharts.js", "runstables.js", "runs.js", "start.js",
    ];

    /// <summary>The chart library's licence asks to stand in every copy of it.</summary>
    public static string Script { get; } = $"/*!\n{Read("uPlot.LICENSE.txt").Trim()}\n*/\n"
        + string.Concat(scripts.Select(name => Read(name).TrimEnd() + "\n"));

    public static string Style { get; } = Read("uPlot.min.css").TrimEnd() + "\n" + Read("report.css");

    /// <summary>What a content security policy names an inline script or style by.</summary>
    public static string HashOf(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    private static string Read(string name)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in this library.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
