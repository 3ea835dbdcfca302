using System.Globalization;
using Alma.Config;

namespace Alma.Advising;

/// <summary>How fast a candidate computes here, and how long a run of it takes beside that.</summary>
/// <param name="MultiplyAddsPerSecond">Of an update.</param>
/// <param name="StartSeconds">Until it learns and after it has learned.</param>
/// <param name="Seconds">That the measurement took.</param>
public sealed record CandidateSpeed(double MultiplyAddsPerSecond, double StartSeconds, double Seconds);

/// <summary>What each candidate may spend on each dump, so that all of the advising takes no longer than it may.</summary>
public static class DumpBudget
{
    // The rest is for what cannot be foreseen: models that grow, scoring, other programs.
    private const double PlannedPart = 0.85;

    // A measurement of each candidate takes this part of the time, within limits that tell speeds apart.
    private const double MeasuredPart = 0.005;
    private const double LeastMeasured = 0.5;
    private const double MostMeasured = 10;

    /// <summary>Seconds for which a candidate learns so that its speed is known.</summary>
    public static double ProbeSeconds(double budgetSeconds) => Math.Clamp(MeasuredPart * budgetSeconds, LeastMeasured, MostMeasured);

    /// <summary>Multiply-adds for each dump, with two digits.</summary>
    /// <param name="speeds">Of the candidates.</param>
    /// <param name="rungs">Dumps after which half of the candidates are dropped.</param>
    /// <param name="seedCount">Runs of each candidate.</param>
    /// <param name="jobCount">Runs at once.</param>
    /// <param name="budgetSeconds">That all may take, the measurements included.</param>
    /// <exception cref="ConfigException">There is not even time to start the runs.</exception>
    public static double MultiplyAdds(
        IReadOnlyList<CandidateSpeed> speeds, IReadOnlyList<int> rungs, int seedCount, int jobCount, double budgetSeconds)
    {
        List<double> secondsOfOne = [.. speeds.Select(speed => 1 / speed.MultiplyAddsPerSecond).OrderDescending()];
        var startSeconds = speeds.Average(speed => speed.StartSeconds);
        var (fixedSeconds, perMultiplyAdd) = (speeds.Sum(speed => speed.Seconds) / Math.Min(jobCount, speeds.Count), 0.0);
        var (left, before) = (speeds.Count, 0);
        foreach (var end in rungs)
        {
            var runCount = left * seedCount;
            double atOnce = Math.Min(jobCount, runCount);
            fixedSeconds += Math.Ceiling(runCount / atOnce) * startSeconds;
            // Which ones are left is not known yet: the slowest are reckoned with.
            perMultiplyAdd += seedCount * (end - before) * secondsOfOne.Take(left).Sum() / atOnce;
            (left, before) = (AdviceRungs.Half(left), end);
        }

        var seconds = (PlannedPart * budgetSeconds) - fixedSeconds;
        return seconds > 0
            ? Rounded(seconds / perMultiplyAdd)
            : throw new ConfigException(
                $"the budget of {Text(budgetSeconds)} s is too short: to start the runs of {speeds.Count} candidates takes "
                + $"{Text(fixedSeconds)} s of it. Give {Text(2 * fixedSeconds / PlannedPart)} s or more, or fewer candidates or seeds.");
    }

    private static double Rounded(double number) =>
        double.Parse(number.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(double seconds) => Math.Ceiling(seconds).ToString("F0", CultureInfo.InvariantCulture);
}
