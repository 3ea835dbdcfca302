namespace Alma.Data.Stores;

/// <summary>How a column becomes numbers.</summary>
/// <param name="Place">Of its first cell in a row.</param>
internal abstract record ColumnEncoding(int Place)
{
    public abstract int FeatureCount { get; }

    /// <param name="cells">From the column's first on.</param>
    /// <param name="features">The column's, all 0.</param>
    public abstract void Encode(ReadOnlySpan<float> cells, Span<float> features);
}

/// <summary>Numbers less their mean over their deviation; what is missing is the mean, and is flagged where any was.</summary>
internal sealed record NumberEncoding(int Place, double Mean, double Deviation, bool HasFlag) : ColumnEncoding(Place)
{
    public override int FeatureCount => HasFlag ? 2 : 1;

    public override void Encode(ReadOnlySpan<float> cells, Span<float> features)
    {
        var isMissing = float.IsNaN(cells[0]);
        features[0] = isMissing ? 0 : (float)((cells[0] - Mean) / Deviation);
        if (HasFlag) features[1] = isMissing ? 1 : 0;
    }
}

/// <summary>
/// A number for each category of the first megabatch, 1 where it is the one; where there are too many for that, how often it occurred.
/// What did not occur there is none of them, or occurred never.
/// </summary>
internal sealed record CategoryEncoding(
    int Place, IReadOnlyDictionary<int, int> Slots, NumberEncoding? Counted, IReadOnlyDictionary<int, int> Counts) : ColumnEncoding(Place)
{
    /// <summary>The most categories that each have a number of their own.</summary>
    public const int MostSlots = 64;

    // The last one says that it is missing.
    public override int FeatureCount => 1 + (Counted is null ? Slots.Count : 1);

    public override void Encode(ReadOnlySpan<float> cells, Span<float> features)
    {
        if (float.IsNaN(cells[0])) features[^1] = 1;
        else if (Counted is not null) Counted.Encode([Frequency(cells[0], Counts)], features);
        else if (Slots.TryGetValue((int)cells[0], out var slot)) features[slot] = 1;
    }

    /// <summary>What stands for a category where they are counted.</summary>
    internal static float Frequency(float value, IReadOnlyDictionary<int, int> counts) =>
        float.IsNaN(value) ? float.NaN : (float)Math.Log(1 + counts.GetValueOrDefault((int)value));
}

/// <summary>
/// A date as the days since 1970, as a place in the year, in the week and, where any has a time of day, in the day, each place as a
/// point on a circle; and whether it is missing.
/// </summary>
internal sealed record DateEncoding(int Place, NumberEncoding Days, bool HasTime) : ColumnEncoding(Place)
{
    private const double DaysPerYear = 365.2425;
    private const int DaysPerWeek = 7;
    private const int SecondsPerDay = 86_400;

    public override int FeatureCount => Days.FeatureCount + (HasTime ? 6 : 4);

    public override void Encode(ReadOnlySpan<float> cells, Span<float> features)
    {
        Days.Encode(cells, features);
        if (float.IsNaN(cells[0])) return;
        var circles = features[Days.FeatureCount..];
        Put(circles, 0, cells[0] / DaysPerYear);
        Put(circles, 2, cells[0] / DaysPerWeek);
        if (HasTime) Put(circles, 4, (double)cells[1] / SecondsPerDay);
    }

    private static void Put(Span<float> circles, int place, double turns)
    {
        (circles[place], circles[place + 1]) = ((float)Math.Sin(Math.Tau * turns), (float)Math.Cos(Math.Tau * turns));
    }
}
