using System.CommandLine;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Html.ManyRuns;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;

namespace Alma.Cli.Commands;

/// <summary><c>alma report</c>: one HTML file on a run, or on several beside each other.</summary>
internal static class ReportCommand
{
    private const string OfOneRun = "report.html";
    private const string OfManyRuns = "runs-report.html";

    public static Command Create()
    {
        var runs = new RunsArguments();
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"The file to write. Default: {OfOneRun} in the folder of one run, {OfManyRuns} here for several.",
            HelpName = "file"
        };
        var title = new Option<string?>("--title") { Description = "The title of the page.", HelpName = "text" };
        var command = new Command("report", "Make an HTML page that shows how good runs were, what they cost and which was better.")
        {
            output,
            title
        };
        runs.AddTo(command);
        command.SetAction(parsed => Report(runs, parsed, parsed.GetValue(output), parsed.GetValue(title)));
        return AlmaCommand.WithExamples(
            command,
            "alma report runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b",
            "alma report runs/mnist --group-by recipe -o mnist.html",
            "alma report 'runs/**/2026*' --group-by replay --group-by n_megabatches");
    }

    private static int Report(RunsArguments runs, ParseResult parsed, string? output, string? title)
    {
        var folders = runs.Folders(parsed);
        var (path, html) = folders is [var only] && !runs.IsGrouped(parsed) && !runs.IsOfOneDataset(parsed)
            ? (output ?? Path.Combine(only.Path, OfOneRun), RunPage.Of(RunDetails.Read(only), title))
            : (output ?? OfManyRuns, OfMany(runs.Read(parsed, folders), title));
        Terminal.Out.WriteLine(
            $"{path}  {Units.Bytes(ReportFile.Write(path, html))}, {(folders.Count == 1 ? "1 run" : $"{folders.Count} runs")}");
        return 0;
    }

    private static string OfMany((RunSet Set, IReadOnlyList<string>? Keys) runs, string? title) => RunsPage.Of(runs.Set, runs.Keys, title);
}
