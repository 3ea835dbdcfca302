using Alma.Reports.Comparison;
using Alma.Runs;

namespace Alma.Reports.Plots;

/// <summary>
/// What a figure of several runs shows: a curve for each group, or each run as a point of cost and error with the Pareto front.
/// </summary>
/// <param name="X">The cost; null for megabatches.</param>
/// <param name="Front">The means that no other mean beats, by ascending cost; empty for curves.</param>
/// <param name="LeftOut">Groups that are not drawn, as they would not be told apart.</param>
public sealed record RunsPlot(PlotMeasure? X, PlotMeasure Y, IReadOnlyList<PlotSeries> Series, IReadOnlyList<PlotPoint> Front, int LeftOut)
{
    private const int MaxGroups = 12;

    /// <summary>What is drawn, in words.</summary>
    public string Description => X is null ? $"{Y.Title} after each megabatch" : $"{Y.Title} against {X.Title}";

    /// <param name="grouping">Of finished runs.</param>
    /// <param name="x">A cost; null for megabatches.</param>
    /// <param name="y">Null for the error, or against a cost for the error that can be compared between the groups.</param>
    /// <exception cref="RunFolderException">The runs have not measured that.</exception>
    public static RunsPlot Of(Grouping grouping, PlotMeasure? x = null, PlotMeasure? y = null)
    {
        var best = grouping.ByAverageError().Take(MaxGroups).ToHashSet();
        List<RunGroup> drawn = [.. grouping.Groups.Where(best.Contains)];
        var measure = y ?? (x is null ? PlotMeasure.Error : PlotMeasure.Named(CostFront.ComparableError(drawn).Name)!);
        List<PlotSeries> series = [.. drawn.Select((group, k) => x is null ? Curve(group, k, measure) : Cloud(group, k, x, measure))
            .Where(series => series.Points.Count > 0)];
        if (series.Count == 0)
            throw new RunFolderException(
                $"None of these runs has measured {measure.Name}{(x is null ? "" : $" and {x.Name}")}: there is nothing to draw.");
        return new RunsPlot(x, measure, series, FrontOf(series, measure), grouping.Groups.Count - drawn.Count);
    }

    /// <summary>Means over the runs, after the megabatches that all have been through.</summary>
    private static PlotSeries Curve(RunGroup group, int place, PlotMeasure y)
    {
        List<Dictionary<int, double>> curves = [.. group.Runs.Select(run => Enumerable.Range(0, run.Megabatches.Count)
            .Where(k => y.At(run, k) is not null).ToDictionary(k => run.Megabatches[k].Megabatch, k => y.At(run, k)!.Value))];
        var common = curves[0].Keys.Where(megabatch => curves.TrueForAll(curve => curve.ContainsKey(megabatch))).Order();
        return new PlotSeries(
            $"{group.Label} (n={group.Runs.Count})",
            place,
            [.. common.Select(megabatch => Mean(megabatch, [.. curves.Select(curve => curve[megabatch])]))]);
    }

    private static PlotSeries Cloud(RunGroup group, int place, PlotMeasure x, PlotMeasure y)
    {
        List<PlotPoint> points = [.. group.Runs
            .Select(run => x.AtTheEnd(run) is { } across && y.AtTheEnd(run) is { } up ? new PlotPoint(across, up) : null)
            .OfType<PlotPoint>()];
        return new PlotSeries(
            $"{group.Label} (n={points.Count})",
            place,
            points,
            points.Count == 0 ? null : Mean(points.Average(point => point.X), [.. points.Select(point => point.Y)]));
    }

    private static PlotPoint Mean(double x, double[] values)
    {
        var mean = MeanInterval.Of(values);
        return new PlotPoint(x, mean.Mean, mean.HalfWidth);
    }

    private static List<PlotPoint> FrontOf(List<PlotSeries> series, PlotMeasure y)
    {
        List<PlotPoint> means = [.. series.Select(one => one.Mean).OfType<PlotPoint>()];
        return [.. ParetoFront.Of([.. means.Select(mean => (mean.X, y.IsMoreBetter ? -mean.Y : mean.Y))]).Select(k => means[k])];
    }
}

/// <summary>A group of runs as a plot shows it.</summary>
/// <param name="Label">In the legend.</param>
/// <param name="Place">Among the groups; decides colour, dashes and marker.</param>
/// <param name="Points">Of a curve, or one for each run.</param>
/// <param name="Mean">Of the runs' points; null for a curve.</param>
public sealed record PlotSeries(string Label, int Place, IReadOnlyList<PlotPoint> Points, PlotPoint? Mean = null);

/// <summary>A point of a plot.</summary>
/// <param name="Half">Of the interval of <paramref name="Y"/>; null where there is none.</param>
public sealed record PlotPoint(double X, double Y, double? Half = null);
