using System.Globalization;

namespace Alma.Crashing;

/// <summary>Results as text: a row for each learner, and what they come to.</summary>
internal static class CrashTable
{
    private const string Head =
        "learner                                   runs  killed  in start-up  in a write  twice  resumed  identical  epochs redone";

    public static IEnumerable<string> Of(IReadOnlyList<CrashResult> results)
    {
        yield return Head;
        foreach (var learner in results.GroupBy(result => result.Plan.Learner).OrderBy(group => group.Min(result => result.Plan.Index)))
            yield return Row(learner.Key.Name, [.. learner]);
        yield return Row("all", results);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"killed {Killed(results)}, resumed {Killed(results, IsResumed)}, identical {Killed(results, IsIdentical)}");
    }

    private static bool IsResumed(CrashResult result) => result.IsResumed;

    private static bool IsIdentical(CrashResult result) => result.Failure is null;

    private static int Killed(IEnumerable<CrashResult> results, Func<CrashResult, bool>? which = null) =>
        results.Where(which ?? (_ => true)).Sum(result => result.Killed);

    private static string Row(string name, IReadOnlyList<CrashResult> results) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-40}  {results.Count,4}  {Killed(results),6}  {results.Sum(result => result.InStartUp),11}  "
        + $"{results.Sum(result => result.InWrite),10}  {results.Count(result => result.Killed > 1),5}  "
        + $"{Killed(results, IsResumed),7}  {Killed(results, IsIdentical),9}  {results.Sum(result => result.RedoneEpochs),13}");
}
