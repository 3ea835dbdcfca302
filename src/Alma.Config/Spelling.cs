using Alma.Files;

namespace Alma.Config;

/// <summary>Finds what a misspelt name was meant to be: the last sentence of most errors.</summary>
public static class Spelling
{
    private const int MaxListed = 100;

    // The comparison takes the product of both lengths, and is made with each name.
    private const int LongestName = 64;

    /// <summary>"Did you mean 'x'?" when something valid is near, else the list of what is valid.</summary>
    public static string Advice(string found, IReadOnlyCollection<string> valid, string noun = "keys", string prefix = "")
    {
        if (Nearest(found, valid) is { } nearest) return $"Did you mean '{prefix}{nearest}'?";
        var more = valid.Count > MaxListed ? $" and {valid.Count - MaxListed} more" : "";
        return valid.Count == 0 ? $"There are no valid {noun} here." : $"Valid {noun}: {string.Join(", ", valid.Take(MaxListed))}{more}.";
    }

    public static string? Nearest(string found, IEnumerable<string> valid) => valid
        .Where(name => found.Length <= LongestName && name.Length <= LongestName)
        .Where(name => Math.Abs(name.Length - found.Length) <= MostChanges(found, name))
        .Select(name => (name, distance: EditDistance.Between(found, name)))
        .Where(candidate => candidate.distance <= MostChanges(found, candidate.name))
        .Where(candidate => candidate.distance < candidate.name.Length)
        .OrderBy(candidate => candidate.distance)
        .Select(candidate => candidate.name)
        .FirstOrDefault();

    private static int MostChanges(string found, string name) => Math.Max(1, Math.Max(found.Length, name.Length) / 3);
}
