using Alma.Experiments;
using Alma.Learning.Training;

namespace Alma.Cli.Display;

/// <summary>Shows a run in plain lines: one per epoch, one per megabatch.</summary>
internal sealed class LineWatcher : IRunWatcher
{
    private int megabatchCount;

    public void MegabatchStarted(int megabatch, int count, int exampleCount)
    {
        megabatchCount = count;
        Console.Out.WriteLine($"megabatch {megabatch + 1}/{count}: {exampleCount} examples arrive");
    }

    public void ClassesCame(int megabatch, int count, IReadOnlyList<string> names) => Console.Out.WriteLine(
        $"megabatch {megabatch + 1}/{count}: the first examples of {Printable.Of(string.Join(", ", names))}");

    public void StepDone(TrainingPosition position) { }

    public void EpochDone(EpochResult epoch) => Console.Out.WriteLine(
        $"megabatch {epoch.Megabatch + 1}/{megabatchCount}, epoch {epoch.Epoch + 1}/{epoch.MaxEpochs}: "
        + $"training accuracy {epoch.Training.Accuracy:F4}, validation {epoch.Validation.Accuracy:F4} (best {epoch.BestAccuracy:F4})");

    public void MegabatchDone(MegabatchResult result) => Console.Out.WriteLine(
        $"megabatch {result.Megabatch + 1}/{result.MegabatchCount}: test accuracy {result.Accuracy:F4} after {result.EpochCount} epochs, "
        + $"{result.Seconds:F1} s");

    public void Warned(string warning) => Console.Error.WriteLine($"warning: {Printable.Of(warning)}");
}
