using System.CommandLine;
using System.CommandLine.Parsing;
using Alma.Cli.Display;
using Alma.Config;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Plots;
using Spectre.Console;

namespace Alma.Cli.Commands;

/// <summary><c>alma plot</c>: one figure on several runs, for slides.</summary>
internal static class PlotCommand
{
    public static Command Create()
    {
        var runs = new RunsArguments();
        var output = new Option<string>("--output", "-o") { Description = $"The file to write; it ends in {string.Join(" or ", PlotFile.Extensions)}.", HelpName = "file", Required = true };
        var x = new Option<string>("--x") { Description = $"What the runs are drawn against: {string.Join(", ", PlotMeasure.Across)}.", HelpName = "measure", DefaultValueFactory = _ => PlotMeasure.Megabatch };
        var y = new Option<string?>("--y") { Description = $"What is drawn: {string.Join(", ", PlotMeasure.Names)}. Default: error; against a cost the cumulative_error, or the average_error of runs of unequal length.", HelpName = "measure" };
        var title = new Option<string?>("--title") { Description = "A title above the figure.", HelpName = "text" };
        var width = new Option<int>("--width") { Description = "In pixels. Text and lines grow with the figure.", HelpName = "pixels", DefaultValueFactory = _ => 1280 };
        var height = new Option<int>("--height") { Description = "In pixels.", HelpName = "pixels", DefaultValueFactory = _ => 720 };
        var dark = new Option<bool>("--dark") { Description = "Light on dark." };
        var command = new Command("plot", "Draw a figure of several runs as PNG or SVG: error per megabatch, or against compute or memory with the Pareto front.") { output, x, y, title, width, height, dark };
        runs.AddTo(command);
        output.Validators.Add(result => Refuse(result, PlotFile.IsKnown(result.GetValueOrDefault<string>() ?? "") ? null : $"-o {result.GetValueOrDefault<string>()}: a plot is written as {string.Join(" or ", PlotFile.Extensions)}."));
        x.Validators.Add(result => Refuse(result, Unknown("--x", result.GetValueOrDefault<string>(), PlotMeasure.Across)));
        y.Validators.Add(result => Refuse(result, Unknown("--y", result.GetValueOrDefault<string>(), PlotMeasure.Names)));
        foreach (var side in new[] { width, height }) side.Validators.Add(result => Refuse(result, PlotFrame.IsPossible(result.GetValueOrDefault<int>()) ? null : $"{side.Name} {result.GetValueOrDefault<int>()}: {PlotFrame.Least} to {PlotFrame.Most} pixels are possible."));
        command.SetAction(parsed =>
        {
            var (set, keys) = runs.Read(parsed);
            var plot = RunsPlot.Of(Grouping.By(keys, set.Finished()), PlotMeasure.Named(parsed.GetValue(x)), PlotMeasure.Named(parsed.GetValue(y)));
            return Draw(plot, new PlotFrame(parsed.GetValue(width), parsed.GetValue(height), parsed.GetValue(title), parsed.GetValue(dark)), parsed.GetValue(output)!);
        });
        return AlmaCommand.WithExamples(
            command,
            "alma plot runs/mnist -o error.png",
            "alma plot runs/mnist --x compute --group-by recipe -o cost.svg --title 'What growing costs'");
    }

    private static int Draw(RunsPlot plot, PlotFrame frame, string file)
    {
        var size = PlotFile.Write(plot, frame, file);
        var left = plot.LeftOut == 0 ? "" : $" The best {plot.Series.Count} of {plot.Series.Count + plot.LeftOut} groups are drawn.";
        Terminal.Out.WriteLine($"{file}  {Units.Bytes(size)}, {frame.Width}x{frame.Height}: {plot.Description}.{left}");
        return 0;
    }

    private static void Refuse(OptionResult result, string? problem)
    {
        if (problem is not null) result.AddError(problem);
    }

    private static string? Unknown(string option, string? name, IReadOnlyCollection<string> valid) =>
        name is null || valid.Contains(name) ? null : $"{option} {name}: there is no such measure. {Spelling.Advice(name, valid, "measures")}";
}
