using Alma.Launching.States;
using Alma.Reports;
using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>The jobs of a sweep, one a row.</summary>
internal static class SweepTable
{
    private static readonly ConsoleColumn[] columns =
    [
        ConsoleColumn.Name("job"), ConsoleColumn.Word("state"), ConsoleColumn.Word("megabatches"), ConsoleColumn.Word("accuracy"),
        ConsoleColumn.Text("") with { Label = "note" },
    ];

    public static IRenderable Of(IReadOnlyList<JobStatus> jobs) => new ConsoleTable(columns, [.. jobs.Select(Cells)]);

    /// <summary>How many are in which state: "3 done, 1 failed".</summary>
    public static string Counts(IReadOnlyList<JobStatus> jobs) =>
        string.Join(", ", jobs.GroupBy(job => job.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Name(group.Key)}"));

    private static IReadOnlyList<ConsoleCell> Cells(JobStatus job) =>
    [
        job.Job.Name,
        new(Name(job.State), new Style(Colour(job.State))),
        job.MegabatchesTotal is { } total ? $"{job.MegabatchesDone}/{total}" : Units.Missing,
        Units.Percent(job.TestAccuracy),
        job.Note ?? "",
    ];

    private static string Name(JobState state) => state.ToString().ToLowerInvariant();

    private static Color Colour(JobState state) => state switch
    {
        JobState.Done => Color.Green,
        JobState.Running or JobState.Queued => Color.Blue,
        JobState.Missing or JobState.Interrupted => Color.Yellow,
        _ => Color.Red,
    };
}
