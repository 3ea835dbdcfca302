namespace Alma.Reports.Tables;

/// <summary>Shares the room of a line between the columns of a table.</summary>
internal static class ColumnWidths
{
    /// <param name="natural">The room of each column's widest cell.</param>
    /// <returns>The room of each column; null where there is none for a table.</returns>
    public static int[]? Of(IReadOnlyList<ConsoleColumn> columns, int[] natural, int room)
    {
        if (natural.Sum(width => (long)width) <= room) return natural;
        int[] least = [.. columns.Select((column, k) => column.Least(natural[k]))];
        if (least.Sum(width => (long)width) > room) return null;
        int[] Capped(int cap) => [.. natural.Select((width, k) => Math.Max(least[k], Math.Min(width, cap)))];
        var cap = Largest(room, cap => Capped(cap).Sum(width => (long)width) <= room);
        var widths = Capped(cap);
        var rest = room - widths.Sum();
        for (var k = 0; k < widths.Length && rest > 0; k++)
        {
            if (widths[k] >= natural[k]) continue;
            widths[k]++;
            rest--;
        }

        return widths;
    }

    /// <summary>The largest number up to a limit that fits; those below it do too, and 0 does.</summary>
    private static int Largest(int limit, Func<int, bool> fits)
    {
        var (low, high) = (0, limit);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (fits(middle)) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
