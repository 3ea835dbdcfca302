using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Following;

namespace Alma.Reports.Watching;

/// <summary>What there is to say of a run that is watched, in words that the screen and the lines share.</summary>
/// <param name="Snapshot">How it looks now.</param>
/// <param name="Limits">What its config says of how long it can take.</param>
public sealed record WatchedRun(RunSnapshot Snapshot, UpdateLimits Limits)
{
    public string Name => Snapshot.Path;

    public bool IsRunning => Snapshot.IsRunning;

    public CatalogState State => Snapshot.State;

    public string StateName => Snapshot.IsGone ? "deleted" : Snapshot.State.ToString().ToLowerInvariant();

    public int? Total => Snapshot.Manifest?.MegabatchesTotal;

    /// <summary>Those that a run without an end has begun to learn from.</summary>
    public IReadOnlyList<KeptDump> Dumps => Snapshot.Manifest?.Keeping?.Dumps ?? [];

    /// <summary>How many megabatches are evaluated.</summary>
    public int Done => Snapshot.Progress.Done;

    /// <summary>The megabatch that is learned now, or the last one, counted from 1: <c>3/10</c>.</summary>
    public string Megabatch => Total is { } total ? $"{Math.Min(Snapshot.Progress.Done + 1, total)}/{total}" : Units.Missing;

    /// <summary>Epochs of it that are through, of as many as there can be: <c>12/50</c>.</summary>
    public string Epoch => Done == Total ? Units.Missing : $"{Epochs}/{(Limits.Epochs is { } most ? most : "?")}";

    public string Error => Units.Percent(Snapshot.Progress.LastDone?.TestError);

    public string Validation => Units.Percent(Snapshot.Progress.BestValidationAccuracy);

    /// <summary>Of the megabatches that are to be learned, with the epochs of the current one.</summary>
    public double Fraction => Total is > 0 and var total
        ? Math.Clamp((Done + (Done < total && Limits.Epochs is > 0 and var most ? Math.Min(1, (double)Epochs / most) : 0)) / total, 0, 1)
        : 0;

    /// <summary>Null where it does not run, or nothing can be said yet.</summary>
    public double? SecondsLeft => State == CatalogState.Running && IsRunning && Total is { } total
        ? TimeLeft.AtMost(Snapshot.Progress, total, Limits)
        : null;

    public string Process => Snapshot.Manifest is { } manifest ? $"{manifest.Host}:{manifest.ProcessId}" : Units.Missing;

    /// <summary>Of a run that waits for dumps: which was the last, and what it waits for.</summary>
    public string? Waits => State == CatalogState.Waiting ? Snapshot.Manifest?.Keeping?.Waits : null;

    private int Epochs => Snapshot.Progress.Current?.Epochs ?? 0;
}
