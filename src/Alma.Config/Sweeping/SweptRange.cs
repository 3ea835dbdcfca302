using System.Globalization;
using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary>The numbers of a range. Decimal fractions are added up exactly: range(0,1,0.1) has 0.3, not 0.30000000000000004.</summary>
internal static class SweptRange
{
    private const int MostValues = 100_000;

    public static IReadOnlyList<string> Values(RangeTerm range, Origin origin)
    {
        if (range.Step == 0) throw ConfigException.At(origin, "the step of a range must not be 0.");
        var values = new List<string>();
        for (var value = range.Start; range.Step > 0 ? value < range.Stop : value > range.Stop; value += range.Step)
        {
            values.Add((value == 0 ? Math.Abs(value) : value).ToString(CultureInfo.InvariantCulture)); // there is a -0.0
            if (values.Count > MostValues) throw ConfigException.At(origin, $"the range has more than {MostValues} values.");
        }

        if (values.Count == 0)
            throw ConfigException.At(origin, "the range is empty: its stop, which is not part of it, is at or before its start.");
        return range.IsShuffled ? [.. Orderings.Shuffled(values, value => value)] : values;
    }
}
