namespace Alma.Files;

/// <summary>How far a name is from another that may have been meant: what suggestions for misspelt names are chosen by.</summary>
public static class EditDistance
{
    /// <summary>
    /// Optimal string alignment, whatever the case of letters: insertions, deletions, changes and swaps of neighbours each count 1.
    /// </summary>
    public static int Between(string found, string name)
    {
        var (a, b) = (found.ToUpperInvariant(), name.ToUpperInvariant());
        int[] twoAbove = new int[b.Length + 1], above = [.. Enumerable.Range(0, b.Length + 1)], row = new int[b.Length + 1];
        for (var i = 0; i < a.Length; i++)
        {
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var change = above[j] + (a[i] == b[j] ? 0 : 1);
                row[j + 1] = Math.Min(change, 1 + Math.Min(above[j + 1], row[j]));
                if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) row[j + 1] = Math.Min(row[j + 1], 1 + twoAbove[j - 1]);
            }

            (twoAbove, above, row) = (above, row, twoAbove);
        }

        return above[b.Length];
    }
}
