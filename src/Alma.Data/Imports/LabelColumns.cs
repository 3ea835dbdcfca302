namespace Alma.Data.Imports;

/// <summary>Finds the columns that a request names among those of a file, and that of the labels by its usual names.</summary>
/// <param name="names">Of all columns of the file.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class LabelColumns(IReadOnlyList<string> names, string path)
{
    private const int MostTold = 20;

    private static readonly string[] usual = ["label", "class", "target"];

    /// <summary>As many names as a message takes.</summary>
    public string Listed => string.Join(", ", names.Take(MostTold)) + (names.Count > MostTold ? $" and {names.Count - MostTold} more" : "");

    /// <param name="isNeeded">Whether there must be one; else -1 is none.</param>
    /// <exception cref="DatasetException">There is no such column, or none by a usual name.</exception>
    public int Label(string? asked, bool isNeeded = true)
    {
        if (asked is not null) return Place(asked, "labels");
        var found = names.Index().Where(name => usual.Contains(name.Item.ToLowerInvariant())).Select(name => name.Index).ToList();
        if (found.Count == 0 && !isNeeded) return -1;
        return found.Count > 0
            ? found[0]
            : throw new DatasetException(
                $"{path}: found no column called {string.Join(" or ", usual)}. Columns: {Listed}.")
            {
                Need = new DatasetNeed.LabelColumn(),
            };
    }

    /// <exception cref="DatasetException">There is no such column.</exception>
    public int? Time(string? asked) => asked is null ? null : Place(asked, "times");

    private int Place(string column, string what) => names.Index().Where(name => name.Item == column).Select(name => name.Index).ToList()
        is [var place, ..]
        ? place
        : throw new DatasetException($"{path}: there is no column '{column}' for the {what}. Columns: {Listed}.");
}
