using Alma.Files;

namespace Alma.Data;

/// <summary>Finds what a misspelt name may have meant.</summary>
internal static class NearestNames
{
    /// <summary>The names at the least edit distance from <paramref name="name"/>; none when that is more than half its length.</summary>
    public static string[] To(string name, IReadOnlyList<string> names)
    {
        var distances = names.Select(candidate => EditDistance.Between(name, candidate)).ToArray();
        var least = distances.Min();
        return least > name.Length / 2 ? [] : [.. names.Where((_, i) => distances[i] == least)];
    }
}
