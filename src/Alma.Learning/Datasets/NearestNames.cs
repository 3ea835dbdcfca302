namespace Alma.Learning.Datasets;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class NearestNames
{
    /// <summary>The names at the least edit distance from <paramref name="name"/>; none when that is more than half its length.</summary>
    public static string[] To(string name, IReadOnlyList<string> names)
    {
        var distances = names.Select(candidate => Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())).ToArray();
        var least = distances.Min();
        return least > name.Length / 2 ? [] : [.. names.Where((_, i) => distances[i] == least)];
    }

    // Levenshtein, one row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < to.Length; j++)
            {
                var substitution = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substitution, 1 + Math.Min(row[j], diagonal));
            }
        }
        return row[^1];
    }
}
