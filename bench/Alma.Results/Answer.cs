using System.Globalization;
using Alma.Reports.Comparison;

namespace Alma.Results;

/// <summary>How two settings compare, seed by seed.</summary>
/// <param name="Average">First minus second, average error over the stream.</param>
/// <param name="End">The same of the error after the last megabatch.</param>
/// <param name="Compute">How many times the multiply-adds of the second the first took.</param>
internal sealed record Answer(Setting First, Setting Second, PairedComparison Average, PairedComparison End, double Compute)
{
    public string Verdict => new ComparedPair(First.Method, Second.Method, RunMeasure.AverageError, Average).Verdict;

    /// <returns>Null where one of the settings was not run, or with no seed in common.</returns>
    public static Answer? Of(ResultSet results, (Setting First, Setting Second) pair)
    {
        if (results.Group(pair.First) is not { } first || results.Group(pair.Second) is not { } second) return null;
        var average = PairedComparison.Of(first, second, RunMeasure.AverageError);
        var end = PairedComparison.Of(first, second, RunMeasure.Error);
        return average is null || end is null
            ? null
            : new Answer(
                pair.First, pair.Second, average, end,
                first.Mean(RunMeasure.MultiplyAdds)!.Mean / second.Mean(RunMeasure.MultiplyAdds)!.Mean);
    }

    public IReadOnlyList<string> Cells() =>
    [
        First.Data, Named(First), Named(Second), First.Megabatches.ToString(CultureInfo.InvariantCulture),
        Points(Average.Difference), Points(End.Difference), Compute.ToString("0.00", CultureInfo.InvariantCulture), Verdict,
    ];

    private static string Named(Setting setting) =>
        Methods.Title(setting.Method) + (setting.Wait > 1 ? $", w = {setting.Wait}" : "") + (setting.Replay > 0 ? ", replay" : "");

    private static string Points(MeanInterval difference) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * difference.Mean:+0.00;-0.00;0.00} ± {100 * difference.HalfWidth:0.00}");
}
