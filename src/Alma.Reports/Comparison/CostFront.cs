namespace Alma.Reports.Comparison;

/// <summary>The groups that are worth their cost: no other errs as little, or less, for as little.</summary>
/// <param name="Cost">What is paid.</param>
/// <param name="Error">What is bought by it.</param>
/// <param name="Groups">Those on the front, by ascending cost.</param>
public sealed record CostFront(RunMeasure Cost, RunMeasure Error, IReadOnlyList<RunGroup> Groups)
{
    public static CostFront Of(IReadOnlyList<RunGroup> groups, RunMeasure cost)
    {
        var error = ComparableError(groups);
        var known = groups.Select(group => (Group: group, Cost: group.Mean(cost), Error: group.Mean(error)))
            .Where(group => group.Cost is not null && group.Error is not null)
            .ToList();
        var front = ParetoFront.Of([.. known.Select(group => (group.Cost!.Mean, group.Error!.Mean))]);
        return new CostFront(cost, error, [.. front.Select(k => known[k].Group)]);
    }

    /// <summary>
    /// The cumulative error, or the average one: sums over unequal numbers of megabatches do not stand beside each other; means do.
    /// </summary>
    public static RunMeasure ComparableError(IReadOnlyList<RunGroup> groups) =>
        groups.SelectMany(group => group.Runs).Select(run => run.Manifest.MegabatchesTotal).Distinct().Skip(1).Any()
            ? RunMeasure.AverageError
            : RunMeasure.CumulativeError;
}

/// <summary>The points that no other point beats: none is at most as large in both and smaller in one.</summary>
public static class ParetoFront
{
    /// <summary>The indices of the points on the front, by ascending cost. Of equal points all are on it.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<(double Cost, double Error)> points)
    {
        var front = new List<int>();
        var best = double.PositiveInfinity;
        var costOfBest = double.NaN;
        foreach (var k in Enumerable.Range(0, points.Count).OrderBy(k => points[k].Cost).ThenBy(k => points[k].Error))
        {
            var (cost, error) = points[k];
            if (error < best) (best, costOfBest) = (error, cost);
            else if (error > best || cost > costOfBest || double.IsNaN(error)) continue;
            front.Add(k);
        }

        return front;
    }
}
