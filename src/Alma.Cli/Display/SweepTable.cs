using System.Globalization;
using Alma.Launching.States;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>The jobs of a sweep, one a row.</summary>
internal static class SweepTable
{
    public static IRenderable Of(IReadOnlyList<JobStatus> jobs)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in new[] { "job", "state", "megabatches", "accuracy", "" }) table.AddColumn(new TableColumn(new Text(name)) { NoWrap = name.Length > 0, Padding = new Padding(1, 0, 0, 0) });
        foreach (var job in jobs) table.AddRow(Cells(job));
        return table;
    }

    /// <summary>How many are in which state: "3 done, 1 failed".</summary>
    public static string Counts(IReadOnlyList<JobStatus> jobs) =>
        string.Join(", ", jobs.GroupBy(job => job.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Name(group.Key)}"));

    private static IRenderable[] Cells(JobStatus job) =>
    [
        new Text(job.Job.Name),
        new Text(Name(job.State), new Style(Colour(job.State))),
        new Text(job.MegabatchesTotal is { } total ? $"{job.MegabatchesDone}/{total}" : "-"),
        new Text(job.TestAccuracy is { } accuracy ? (100 * accuracy).ToString("F2", CultureInfo.InvariantCulture) + " %" : "-"),
        new Text(Printable.Of(job.Note ?? "")),
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
