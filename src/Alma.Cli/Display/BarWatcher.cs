using System.Diagnostics;
using Alma.Experiments;
using Alma.Learning.Training;

namespace Alma.Cli.Display;

/// <summary>Shows each megabatch as a bar with its epoch, its accuracy and the time it may still take, and what came of it.</summary>
internal sealed class BarWatcher(BarList bars) : IRunWatcher
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();
    private Bar? bar;
    private int megabatchCount;
    private string accuracy = "";

    public void MegabatchStarted(int megabatch, int count, int exampleCount)
    {
        (megabatchCount, accuracy) = (count, "");
        bars.Add(bar = new Bar($"megabatch {megabatch + 1}/{count}"));
    }

    public void StepDone(TrainingPosition position)
    {
        if (sinceShown.Elapsed < interval) return;
        sinceShown.Restart();
        Advance(position.Megabatch, position.Epoch, position.MaxEpochs, (position.Step + 1.0) / position.StepCount);
    }

    public void EpochDone(EpochResult epoch)
    {
        accuracy = $"  validation {epoch.Validation.Accuracy:P2}, best {epoch.BestAccuracy:P2}";
        Advance(epoch.Megabatch, epoch.Epoch, epoch.MaxEpochs, 1);
    }

    public void MegabatchDone(MegabatchResult result)
    {
        bars.Change(bar!, of => (of.Description, of.Fraction) = (
            $"megabatch {result.Megabatch + 1}/{result.MegabatchCount}  {result.EpochCount} epochs  test accuracy {result.Accuracy:P2}",
            1));
    }

    public void Warned(string warning) => Console.Error.WriteLine($"warning: {Printable.Of(warning)}");

    private void Advance(int megabatch, int epoch, int maxEpochs, double epochDone)
    {
        var description = $"megabatch {megabatch + 1}/{megabatchCount}  epoch {epoch + 1}/{maxEpochs}{accuracy}";
        bars.Change(bar!, of => (of.Description, of.Fraction) = (description, (epoch + epochDone) / maxEpochs));
    }
}
