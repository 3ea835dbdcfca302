using System.Globalization;
using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary>Numbers that a random search draws from.</summary>
/// <param name="From">The least.</param>
/// <param name="To">The largest.</param>
/// <param name="IsWhole">Whether only integers are drawn.</param>
/// <param name="IsLogarithmic">Whether each order of magnitude is as likely as another.</param>
public sealed record SweptInterval(double From, double To, bool IsWhole, bool IsLogarithmic)
{
    private const string Logarithmic = "log";

    internal static SweptInterval Of(IntervalTerm interval, Origin origin)
    {
        var isLogarithmic = interval.Tags.Contains(Logarithmic);
        if (interval.From >= interval.To) throw ConfigException.At(origin, "an interval's end must be above its start.");
        if (isLogarithmic && interval.From <= 0) throw ConfigException.At(origin, "a logarithmic interval must start above 0.");
        return new SweptInterval((double)interval.From, (double)interval.To, interval.IsWhole, isLogarithmic);
    }

    /// <summary>
    /// The value at a place of the interval, as an override takes it; to six digits, so that it can be read and typed again.
    /// </summary>
    /// <param name="place">In [0, 1).</param>
    public string At(double place)
    {
        var end = IsWhole ? To + 1 : To; // each integer has an equal part
        var value = IsLogarithmic ? From * Math.Pow(end / From, place) : From + (place * (end - From));
        return IsWhole
            ? Math.Min(Math.Floor(value), To).ToString("F0", CultureInfo.InvariantCulture)
            : value.ToString("G6", CultureInfo.InvariantCulture).Replace('E', 'e');
    }
}
