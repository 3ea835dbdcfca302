namespace Alma.Reports.Comparison;

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
