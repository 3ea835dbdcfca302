// %% [markdown]
// # Which learning rate was best?
// A notebook in cells, for editors that know `// %%`, and a program: dotnet run --project samples/ReadingLogs -- FOLDER

// %% Read the runs below a folder: their configs, and when they are asked for their metrics.
using System.Globalization;
using Alma.Reports.Logs;

var culture = CultureInfo.InvariantCulture;
var logs = RunLogs.Read(args is [var folder, ..] ? folder : "runs");
Console.WriteLine($"{logs.Count} runs, learning rates {string.Join(", ", logs.Values("clmodel.optim.lr"))}");

// %% Best test accuracy, over all runs and megabatches.
var best = logs.ArgMax("test/accuracy");
if (best is not null)
    Console.WriteLine(string.Create(
        culture, $"best: {best.Point.Value:F4} after megabatch {best.Point.Megabatch} with lr {best.Run.Config["clmodel.optim.lr"]}"));

// %% Mean accuracy at the end for each learning rate, as a bar.
foreach (var rate in logs.Values("clmodel.optim.lr"))
{
    var ends = logs.Where("clmodel.optim.lr", rate).Select(run => run.Series("test/accuracy").Last).OfType<double>().ToList();
    var mean = ends.DefaultIfEmpty(double.NaN).Average();
    Console.WriteLine(string.Create(
        culture, $"lr {rate,-6} {mean:F4} {new string('#', double.IsNaN(mean) ? 0 : (int)(50 * mean))} of {ends.Count} runs"));
}

// %% The validation accuracy of each epoch of the best run, megabatch by megabatch.
if (best is not null)
    foreach (var megabatch in best.Run.Series("validation/accuracy").Points.GroupBy(point => point.Megabatch))
        Console.WriteLine(
            $"megabatch {megabatch.Key}: " + string.Join(" ", megabatch.Select(point => point.Value.ToString("F3", culture))));

// %% All of it as a table, for pandas and the like: a row per megabatch, the configs beside the metrics.
var table = logs.ToTable("test/accuracy", "cost/parameters");
table.WriteParquet("accuracy.parquet");
Console.WriteLine($"accuracy.parquet: {table.RowCount} rows, {table.Columns.Count} columns");
