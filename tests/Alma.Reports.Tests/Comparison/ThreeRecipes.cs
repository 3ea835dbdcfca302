using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Summary;

namespace Alma.Reports.Tests.Comparison;

/// <summary>Seven finished runs of three recipes and one that is not, with figures that can be checked by hand.</summary>
public sealed class ThreeRecipes : IDisposable
{
    private readonly MadeRuns runs = new();

    public ThreeRecipes()
    {
        Set = new RunSet(
            [
                Run("made/single", 1, 0.06, 1e12, 55_050),
                Run("made/single", 2, 0.05, 1e12, 55_050),
                Run("made/single", 3, 0.07, 1e12, 55_050),
                Run("made/growing", 1, 0.04, 3e12, 100_000),
                Run("made/growing", 2, 0.03, 3e12, 100_000),
                Run("made/growing", 3, 0.046, 3e12, 100_000),
                Run("made/ensemble", 1, 0.05, 4e12, 165_150),
                Run("made/ensemble", 2, 0.05, 4e12, 165_150) with { State = Alma.Runs.Catalog.CatalogState.Interrupted },
            ],
            []);
        Sets = ComparedRuns.PerDataset(Set, [ConfigKeys.Recipe]);
    }

    public RunSet Set { get; }

    /// <summary>The comparison, of one data set.</summary>
    public IReadOnlyList<ComparedRuns> Sets { get; }

    public ComparedRuns Compared => Sets[0];

    /// <summary>A run with the same error after each of two megabatches.</summary>
    public RunSummary Run(string recipe, long seed, double error, double multiplyAdds, long parameters)
    {
        var run = runs.Summary(new GeneratedRun { Recipe = recipe, Seed = seed, MegabatchCount = 2, EpochCount = 1 });
        return run with
        {
            Path = $"runs/{recipe}-{seed}",
            Megabatches =
            [
                .. run.Megabatches.Select((megabatch, k) => megabatch with
                {
                    Error = error, AverageError = error, CumulativeError = (k + 1) * error, Accuracy = 1 - error, Loss = 3 * error,
                    CumulativeMultiplyAdds = (k + 1) * multiplyAdds / 2, Parameters = parameters, BytesToPredict = 4 * parameters,
                    PeakResidentBytes = 300_000_000, UpdateSeconds = 10, EvaluateSeconds = 1,
                }),
            ],
        };
    }

    public void Dispose() => runs.Dispose();
}
