using System.CommandLine;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Html;
using Alma.Reports.Html.ManyRuns;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;
using Spectre.Console;

namespace Alma.Cli.Commands;

/// <summary><c>alma report</c>: one HTML file on a run, or on several beside each other.</summary>
internal static class ReportCommand
{
    private const string OfOneRun = "report.html";
    private const string OfManyRuns = "runs-report.html";

    public static Command Create()
    {
        var runs = new Argument<string[]>("run") { Description = "Run folders, folders with runs below them, or patterns such as 'runs/**/seed*'.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output", "-o") { Description = $"The file to write. Default: {OfOneRun} in the folder of one run, {OfManyRuns} here for several.", HelpName = "file" };
        var groupBy = new Option<string[]>("--group-by") { Description = "Group several runs by this key of their configs, or by 'recipe'. May be given again. Default: what they differ in, but for seeds.", HelpName = "key" };
        var title = new Option<string?>("--title") { Description = "The title of the page.", HelpName = "text" };
        var command = new Command("report", "Make an HTML page that shows how good runs were, what they cost and which was better.") { runs, output, groupBy, title };
        command.SetAction(parsed => Report(RunSelection.Find(parsed.GetValue(runs)!), parsed.GetValue(output), parsed.GetValue(groupBy) ?? [], parsed.GetValue(title)));
        return AlmaCommand.WithExamples(
            command,
            "alma report runs/mnist/test_usage_gmoe/20261123-101500-1f0c9a2b",
            "alma report runs/mnist --group-by recipe -o mnist.html",
            "alma report 'runs/**/2026*' --group-by replay --group-by n_megabatches");
    }

    private static int Report(IReadOnlyList<RunFolder> folders, string? output, string[] groupBy, string? title)
    {
        var (path, html) = folders is [var only] && groupBy.Length == 0
            ? (output ?? Path.Combine(only.Path, OfOneRun), RunPage.Of(RunDetails.Read(only), title))
            : (output ?? OfManyRuns, OfMany(folders, groupBy, title));
        var size = ReportFile.Write(path, html);
        Terminal.Out.WriteLine($"{path}  {Units.Bytes(size)}, {(folders.Count == 1 ? "1 run" : $"{folders.Count} runs")}");
        return 0;
    }

    private static string OfMany(IReadOnlyList<RunFolder> folders, string[] groupBy, string? title)
    {
        var set = RunSet.Read(folders);
        if (set.Runs.Count == 0) throw new RunFolderException($"None of {folders.Count} runs can be read. The first: {set.Problems[0]}");
        var keys = groupBy.Length > 0 ? Grouping.KeysNamed(groupBy, set.Runs) : Grouping.DefaultKeys(set.Runs);
        foreach (var problem in set.Problems) Console.Error.WriteLine($"warning: {Printable.Of(problem)}");
        return RunsPage.Of(set, keys, title);
    }
}
