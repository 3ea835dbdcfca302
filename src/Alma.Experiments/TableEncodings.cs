using Alma.Data.Stores;
using Alma.Experiments.Options;

namespace Alma.Experiments;

/// <summary>
/// The encodings of tables that this process has made: a sweep binds many configs of one data set, and its first megabatch is then read
/// once.
/// </summary>
internal static class TableEncodings
{
    private const int MaxKept = 16;

    private static readonly Lock gate = new();
    private static readonly Dictionary<string, TableEncoding> kept = [];

    /// <param name="streamLength">Megabatches, where the options ask for a number.</param>
    /// <param name="make">Reads the first megabatch.</param>
    public static TableEncoding Of(Store store, OwnTrainOptions asked, int streamLength, Func<TableEncoding> make)
    {
        // All that says which rows are in the first megabatch, and what they hold.
        var key = string.Join(
            '\n',
            [
                store.FullPath, $"{asked.By} {asked.Period} {asked.Seed} {streamLength}",
                .. store.Checksums.Select(file => $"{file.Key} {file.Value}"),
            ]);
        lock (gate)
        {
            if (kept.TryGetValue(key, out var known)) return known;
            if (kept.Count == MaxKept) kept.Clear();
            return kept[key] = make();
        }
    }
}
