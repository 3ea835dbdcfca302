namespace Alma.Config;

/// <summary>Finds what a misspelt name was meant to be: the last sentence of most errors.</summary>
public static class Spelling
{
    private const int MostListed = 100;

    // The comparison takes the product of both lengths, and is made with each name.
    private const int LongestName = 64;

    /// <summary>"Did you mean 'x'?" when something valid is near, else the list of what is valid.</summary>
    public static string Advice(string found, IReadOnlyCollection<string> valid, string noun = "keys", string prefix = "")
    {
        if (Nearest(found, valid) is { } nearest) return $"Did you mean '{prefix}{nearest}'?";
        var more = valid.Count > MostListed ? $" and {valid.Count - MostListed} more" : "";
        return valid.Count == 0 ? $"There are no valid {noun} here." : $"Valid {noun}: {string.Join(", ", valid.Take(MostListed))}{more}.";
    }

    public static string? Nearest(string found, IEnumerable<string> valid) => valid
        .Where(name => found.Length <= LongestName && name.Length <= LongestName)
        .Where(name => Math.Abs(name.Length - found.Length) <= MostChanges(found, name))
        .Select(name => (name, distance: Distance(found.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(candidate => candidate.distance <= MostChanges(found, candidate.name))
        .Where(candidate => candidate.distance < candidate.name.Length)
        .OrderBy(candidate => candidate.distance)
        .Select(candidate => candidate.name)
        .FirstOrDefault();

    private static int MostChanges(string found, string name) => Math.Max(1, Math.Max(found.Length, name.Length) / 3);

    /// <summary>Optimal string alignment: insertions, deletions, changes and swaps of neighbours each count 1.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], 1 + rows[i - 2, j - 2]);
            }
        }

        return rows[a.Length, b.Length];
    }
}
