namespace Alma.Data.Stores;

/// <summary>
/// What a column has in the first megabatch, by which it becomes numbers. Rows come one after the other, twice: first for means and
/// categories, then for deviations.
/// </summary>
/// <param name="place">Of its first cell in a row.</param>
internal abstract class ColumnStatistics(int place)
{
    protected int Place => place;

    /// <param name="cells">From the column's first on.</param>
    public abstract void Meet(ReadOnlySpan<float> cells);

    /// <summary>Once all were met, each again.</summary>
    /// <inheritdoc cref="Meet" path="/param"/>
    public abstract void MeetAgain(ReadOnlySpan<float> cells);

    public abstract ColumnEncoding Encoding();
}

/// <summary>Mean and deviation, and whether any value is missing.</summary>
internal sealed class NumberStatistics(int place) : ColumnStatistics(place)
{
    private long count;
    private long missing;
    private double sum;
    private double squares;

    private double Mean => count == 0 ? 0 : sum / count;

    public override void Meet(ReadOnlySpan<float> cells)
    {
        if (float.IsNaN(cells[0])) missing++;
        else (count, sum) = (count + 1, sum + cells[0]);
    }

    public override void MeetAgain(ReadOnlySpan<float> cells)
    {
        if (!float.IsNaN(cells[0])) squares += (cells[0] - Mean) * (cells[0] - Mean);
    }

    public override NumberEncoding Encoding() =>
        new(Place, Mean, squares > 0 ? Math.Sqrt(squares / count) : 1, missing > 0);
}

/// <summary>How often each category occurs.</summary>
internal sealed class CategoryStatistics(int place) : ColumnStatistics(place)
{
    private static readonly Dictionary<int, int> none = [];

    private readonly Dictionary<int, int> counts = [];
    private readonly NumberStatistics frequencies = new(0);

    private bool AreCounted => counts.Count > CategoryEncoding.MostSlots;

    public override void Meet(ReadOnlySpan<float> cells)
    {
        if (!float.IsNaN(cells[0])) counts[(int)cells[0]] = counts.GetValueOrDefault((int)cells[0]) + 1;
    }

    public override void MeetAgain(ReadOnlySpan<float> cells)
    {
    }

    // Of the frequencies of all rows: those of a category have one.
    public override CategoryEncoding Encoding()
    {
        if (!AreCounted)
        {
            var slots = counts.Keys.Order().Select((code, slot) => (code, slot)).ToDictionary(one => one.code, one => one.slot);
            return new(Place, slots, null, none);
        }

        foreach (var (code, count) in counts.OrderBy(one => one.Key))
            for (var k = 0; k < count; k++) frequencies.Meet([CategoryEncoding.Frequency(code, counts)]);
        foreach (var (code, count) in counts.OrderBy(one => one.Key))
            for (var k = 0; k < count; k++) frequencies.MeetAgain([CategoryEncoding.Frequency(code, counts)]);
        return new(Place, none, frequencies.Encoding(), counts);
    }
}

/// <summary>Days as numbers, and whether any date has a time of day.</summary>
internal sealed class DateStatistics(int place) : ColumnStatistics(place)
{
    private readonly NumberStatistics days = new(0);
    private bool hasTime;

    public override void Meet(ReadOnlySpan<float> cells)
    {
        days.Meet(cells);
        hasTime |= cells[1] > 0;
    }

    public override void MeetAgain(ReadOnlySpan<float> cells) => days.MeetAgain(cells);

    public override DateEncoding Encoding() => new(Place, days.Encoding(), hasTime);
}
