using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Watching;

/// <summary>A column of the watch screen.</summary>
/// <param name="Head">What stands above it.</param>
/// <param name="Text">A run's cell.</param>
/// <param name="Rank">Where the terminal is narrow, columns of high rank are left out first; those of rank 0 never.</param>
internal sealed record WatchColumn(string Head, Func<WatchedRun, string> Text, int Rank)
{
    /// <summary>Makes the cell, where it is more than its text.</summary>
    public Func<WatchedRun, ConsoleCell>? Cell { get; init; }

    public bool IsRightAligned { get; init; } = true;

    /// <summary>Those beside the run's name.</summary>
    public static IReadOnlyList<WatchColumn> All { get; } =
    [
        new("state", run => run.StateName, 0) { IsRightAligned = false, Cell = run => new(run.StateName, Style(run)) },
        new("", _ => new string(' ', ProgressBar.Length), 2)
        {
            Cell = run => new(new string(' ', ProgressBar.Length)) { Picture = new ProgressBar(run.Fraction, Style(run)) }
        },
        new("megabatch", run => run.Megabatch, 0),
        new("epoch", run => run.Epoch, 3),
        new("error", run => run.Error, 0),
        new("validation", run => run.Validation, 4),
        new("at most left", run => Units.Duration(run.SecondsLeft), 1),
        new("process", run => run.Process, 5) { IsRightAligned = false },
    ];

    public ConsoleCell Of(WatchedRun run) => Cell?.Invoke(run) ?? new ConsoleCell(Text(run));

    private static Style Style(WatchedRun run) => run.Snapshot.IsGone ? new Style(Color.Yellow) : StateText.Style(run.State);
}

/// <summary>A bar of a fixed length, filled as far as something is done.</summary>
internal sealed class ProgressBar(double fraction, Style style) : Renderable
{
    public const int Length = 12;

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Length, Length);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var filled = (int)(Length * fraction);
        yield return new Segment(new string(options.Unicode ? '█' : '#', filled), style);
        yield return new Segment(new string(options.Unicode ? '░' : '.', Length - filled), style);
    }
}
