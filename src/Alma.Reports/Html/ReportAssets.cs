using System.Security.Cryptography;
using System.Text;

namespace Alma.Reports.Html;

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
