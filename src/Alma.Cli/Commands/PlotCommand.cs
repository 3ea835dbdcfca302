using System.CommandLine;
using System.CommandLine.Parsing;
using Alma.Cli.Display;
using Alma.Config;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Plots;

namespace Alma.Cli.Commands;

/// <summary><c>alma plot</c>: one figure on several runs, for slides.</summary>
internal static class PlotCommand
{
    public static Command Create()
    {
        var runs = new RunsArguments();
        var output = Output();
        var x = Measure(
            "--x",
            $"What the runs are drawn against: {string.Join(", ", PlotMeasure.Across)}. Default: {PlotMeasure.Megabatch}.",
            PlotMeasure.Across);
        var y = Measure(
            "--y",
            $"What is drawn: {string.Join(", ", PlotMeasure.Names)}. Default: error; against a cost the cumulative_error, or the "
            + "average_error of runs of unequal length.",
            PlotMeasure.Names);
        var title = new Option<string?>("--title") { Description = "A title above the figure.", HelpName = "text" };
        var (width, height) = (Side("--width", 1280), Side("--height", 720));
        var dark = new Option<bool>("--dark") { Description = "Light on dark." };
        var command = new Command(
            "plot", "Draw a figure of several runs as PNG or SVG: error per megabatch, or against compute or memory with the Pareto front.")
        {
            output, x, y, title, width, height, dark
        };
        runs.AddTo(command);
        command.SetAction(parsed =>
        {
            var (set, keys) = runs.Read(parsed);
            var one = runs.OfOneDataset(set);
            var plot = RunsPlot.Of(
                Grouping.By(keys ?? Grouping.DefaultKeys(one.Runs), one.Finished()),
                PlotMeasure.Named(parsed.GetValue(x)),
                PlotMeasure.Named(parsed.GetValue(y)));
            return Draw(
                plot,
                new PlotFrame(parsed.GetValue(width), parsed.GetValue(height), parsed.GetValue(title), parsed.GetValue(dark)),
                parsed.GetValue(output)!);
        });
        return AlmaCommand.WithExamples(
            command,
            "alma plot runs/mnist -o error.png",
            "alma plot runs/mnist --x compute --group-by recipe -o cost.svg --title 'What growing costs'");
    }

    private static Option<string> Output()
    {
        var endings = string.Join(" or ", PlotFile.Extensions);
        var output = new Option<string>("--output", "-o")
        {
            Description = $"The file to write; it ends in {endings}.",
            HelpName = "file",
            Required = true
        };
        output.Validators.Add(result =>
            Refuse(result, result.GetValueOrDefault<string>() is not { } file || PlotFile.IsKnown(file)
                ? null
                : $"-o {file}: a plot is written as {endings}."));
        return output;
    }

    private static Option<string?> Measure(string name, string description, IReadOnlyCollection<string> valid)
    {
        var measure = new Option<string?>(name) { Description = description, HelpName = "measure" };
        measure.CompletionSources.Add([.. valid]);
        measure.Validators.Add(result =>
            Refuse(result, result.GetValueOrDefault<string>() is not { } word || valid.Contains(word)
                ? null
                : $"{name} {word}: there is no such measure. {Spelling.Advice(word, valid, "measures")}"));
        return measure;
    }

    private static Option<int> Side(string name, int usual)
    {
        var side = new Option<int>(name)
        {
            Description = "In pixels. Text and lines grow with the figure.",
            HelpName = "pixels",
            DefaultValueFactory = _ => usual
        };
        side.Validators.Add(result =>
            Refuse(result, PlotFrame.IsPossible(result.GetValueOrDefault<int>())
                ? null
                : $"{name} {result.GetValueOrDefault<int>()}: {PlotFrame.Least} to {PlotFrame.Most} pixels are possible."));
        return side;
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
}
