using System.CommandLine;
using System.CommandLine.Parsing;
using Alma.Cli.Display;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Formats;
using Alma.Reports.Tables;

namespace Alma.Cli.Commands;

/// <summary><c>alma compare</c>: several runs beside each other, as tables in the terminal or for a paper.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var runs = new RunsArguments();
        var against = new Option<string?>("--against")
        {
            Description = "The group that the others are compared with, seed by seed. Default: that with the least average error.",
            HelpName = "group"
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The file to write instead of the standard output. Its ending says the format where no option does.",
            HelpName = "file"
        };
        List<(ComparisonFormat Format, Option<bool> Option)> formats = [.. ComparisonFormat.All.Select(format => (format, Option(format)))];
        var command = new Command("compare", "Print which of several runs were better, what that cost, and how sure it is.")
        {
            against,
            output
        };
        runs.AddTo(command);
        formats.ForEach(format => command.Add(format.Option));
        ComparisonFormat[] Asked(SymbolResult result) =>
            [.. formats.Where(format => result.GetValue(format.Option)).Select(format => format.Format)];
        command.Validators.Add(result =>
        {
            if (Problem(Asked(result), result.GetValue(output)) is { } problem) result.AddError(problem);
        });
        command.SetAction(parsed =>
        {
            var (set, keys) = runs.Read(parsed);
            var file = parsed.GetValue(output);
            var format = Asked(parsed.CommandResult).FirstOrDefault() ?? (file is null ? null : ComparisonFormat.OfFile(file));
            return Print(ComparedRuns.PerDataset(set, keys, parsed.GetValue(against), against.Name), format, file);
        });
        return AlmaCommand.WithExamples(
            command,
            "alma compare runs/mnist --group-by recipe",
            "alma compare 'runs/**/2026*' --csv > runs.csv",
            "alma compare sweeps/lr --group-by lr -o lr.tex");
    }

    private static Option<bool> Option(ComparisonFormat format) => new($"--{format.Name}") { Description = format.Description };

    private static string? Problem(ComparisonFormat[] asked, string? file)
    {
        if (asked.Length > 1) return $"--{asked[0].Name} and --{asked[1].Name}: one format at a time.";
        if (asked.Length == 1 || file is null || ComparisonFormat.OfFile(file) is not null) return null;
        return $"-o {file}: the ending says no format. Give {Listed(format => $"--{format.Name}")}, or a name that ends in "
            + $"{Listed(format => format.Extension)}.";
    }

    private static string Listed(Func<ComparisonFormat, string> of) =>
        string.Join(", ", ComparisonFormat.All.Take(ComparisonFormat.All.Count - 1).Select(of)) + " or " + of(ComparisonFormat.All[^1]);

    private static int Print(IReadOnlyList<ComparedRuns> compared, ComparisonFormat? format, string? file)
    {
        if (format is null) Terminal.Out.Write(ComparisonTable.Of(compared));
        else if (file is null) Terminal.WriteData(format.Write(compared));
        else
            Terminal.Out.WriteLine(
                $"{file}  {Units.Bytes(ReportFile.Write(file, format.Write(compared)))}, {ComparisonText.Summary(compared)}");
        return 0;
    }
}
