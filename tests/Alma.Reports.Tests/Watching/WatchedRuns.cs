using Alma.Reports.Watching;
using Alma.Runs.Catalog;
using Alma.Runs.Following;

namespace Alma.Reports.Tests.Watching;

/// <summary>Runs as they may look to somebody who watches.</summary>
internal static class WatchedRuns
{
    public static UpdateLimits TwentyEpochs { get; } = new(20, 1);

    /// <summary>A run of five megabatches that has these so far.</summary>
    public static WatchedRun Of(string path, CatalogState state, params MegabatchProgress[] megabatches) =>
        new(
            new RunSnapshot(path, state, RunFixture.Manifest with { MegabatchesTotal = 5 }, new RunProgress(megabatches), null),
            TwentyEpochs);

    /// <summary>A megabatch that is through, of 10 epochs.</summary>
    public static MegabatchProgress Done(int megabatch, double error, double secondsPerEpoch = 2) =>
        new(megabatch)
        {
            Epochs = 10,
            EpochSeconds = 10 * secondsPerEpoch,
            Seconds = 10 * secondsPerEpoch,
            BestValidationAccuracy = 0.95,
            TestError = error
        };

    /// <summary>A megabatch that is being learned.</summary>
    public static MegabatchProgress Now(int megabatch, int epochs, double secondsPerEpoch = 2) =>
        new(megabatch) { Epochs = epochs, EpochSeconds = epochs * secondsPerEpoch, BestValidationAccuracy = 0.975 };
}
