using Alma.Learning.Training;

namespace Alma.Experiments;

/// <summary>A megabatch is done: how good the learner is now.</summary>
/// <param name="Seconds">That the update and the evaluation took.</param>
public sealed record MegabatchResult(
    int Megabatch, int MegabatchCount, double Accuracy, double CumulativeError, int EpochCount, double Seconds);

/// <summary>Shows a run to whoever waits for it.</summary>
public interface IRunWatcher : ITrainingProgress
{
    void MegabatchStarted(int megabatch, int megabatchCount, int exampleCount) { }

    /// <summary>A megabatch after the first has examples of classes that none before it had.</summary>
    void ClassesCame(int megabatch, int megabatchCount, IReadOnlyList<string> names) { }

    void MegabatchDone(MegabatchResult result);

    /// <summary>Something is not as it should be, but the run goes on.</summary>
    void Warned(string warning) { }
}
