using Alma.Config;
using Alma.Reports.Summary;
using Alma.Runs;

namespace Alma.Reports.Html.OneRun;

/// <summary>What was run, with what, and how to run it again.</summary>
internal static class RunOrigin
{
    public static Markup Of(RunSummary run)
    {
        var manifest = run.Manifest;
        string[][] rows =
        [
            ["typed", ShellWord.Line(manifest.CommandLine)],
            ["seed", $"{manifest.Seed}"],
            ["version", manifest.Version],
            ["computed with", $"{manifest.Backend ?? "backend unknown"}, {manifest.Device ?? "device unknown"}, threads: "
                + $"{manifest.Threads?.ToString() ?? "unknown"}"],
            ["host", manifest.Host],
            ["started", $"{Units.Moment(manifest.Started)} UTC"],
            ["ended", manifest.Ended is null ? Units.Missing : $"{Units.Moment(manifest.Ended)} UTC"],
            .. manifest.DatasetChecksums.SelectMany(set =>
                set.Value.Select(file => new[] { $"{set.Key} {file.Key}", $"SHA-256 {file.Value}" })),
        ];
        return Figure.Section(
            "origin",
            "How to repeat it",
            Markup.Of(
                $"<p>With the same version, seed, number of threads and kind of machine this gives the same numbers but for "
                + $"times:</p>\n<pre><code>{Command(run)}</code></pre>\n"),
            HtmlTable.Of("Where the numbers come from", ["what", "value"], rows),
            Markup.Of(
                $"<h3>The resolved config</h3>\n<pre class=\"config\" tabindex=\"0\" "
                + $"aria-label=\"config.yaml\"><code>{run.Config.Yaml}</code></pre>\n"));
    }

    private static string Command(RunSummary run) =>
        ShellWord.Line(["alma", "run", $"{run.Path.TrimEnd('/')}/config.yaml", $"{RunKeys.RunFolder}=runs/again"])
        + Threads(run.Manifest.Threads);

    private static string Threads(int? count) => count is null ? "" : $" threads={count}";
}
