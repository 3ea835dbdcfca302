using Alma.Reports.Summary;

namespace Alma.Reports.Comparison;

/// <summary>Runs that agree in what they are grouped by, and so differ in their seeds at most, if the keys were well chosen.</summary>
/// <param name="Label">What they agree in.</param>
/// <param name="Runs">Replicates, in the order in which they were named: of runs with the same config and seed only the latest.</param>
/// <param name="Repeated">How many earlier runs of the same config and seed are left out.</param>
public sealed record RunGroup(string Label, IReadOnlyList<RunSummary> Runs, int Repeated = 0)
{
    /// <summary>
    /// The group of some runs. A config and seed that was run again is one replicate, not two: the same draws say nothing new.
    /// </summary>
    public static RunGroup Of(string label, IReadOnlyCollection<RunSummary> runs)
    {
        var latest = runs.GroupBy(ConfigKeys.ReplicateOf)
            .Select(same => same.OrderBy(run => run.Manifest.Started).Last())
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return new RunGroup(label, [.. runs.Where(latest.Contains)], runs.Count - latest.Count);
    }

    /// <summary>Mean and interval of a measure over the runs that have it; null where none has.</summary>
    public MeanInterval? Mean(RunMeasure measure)
    {
        List<double> values = [.. Runs.Select(measure.Of).OfType<double>()];
        return values.Count == 0 ? null : MeanInterval.Of(values);
    }

    /// <summary>Mean and interval of the error after each megabatch, in order, as far as all runs have come.</summary>
    public IReadOnlyList<MeanInterval> ErrorCurve()
    {
        List<List<double>> errors = [.. Runs.Select(run => run.Megabatches.Select(megabatch => megabatch.Error).OfType<double>().ToList())];
        var length = errors.Count == 0 ? 0 : errors.Min(curve => curve.Count);
        return [.. Enumerable.Range(0, length).Select(k => MeanInterval.Of([.. errors.Select(curve => curve[k])]))];
    }

    /// <summary>A measure by the seeds of the runs; of runs with the same seeds, their mean.</summary>
    internal Dictionary<string, double> BySeed(RunMeasure measure) => Runs
        .Where(run => measure.Of(run) is not null)
        .GroupBy(ConfigKeys.SeedsOf)
        .ToDictionary(runs => runs.Key, runs => runs.Average(run => measure.Of(run)!.Value));
}
