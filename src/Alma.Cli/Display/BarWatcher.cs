using System.Diagnostics;
using Alma.Experiments;
using Alma.Learning.Training;
using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>Shows each megabatch as a bar with its epoch, its accuracy and the time it may still take, and what came of it.</summary>
internal sealed class BarWatcher(ProgressContext context) : IRunWatcher
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();
    private ProgressTask? bar;
    private int megabatchCount;
    private string accuracy = "";

    public void MegabatchStarted(int megabatch, int count, int exampleCount)
    {
        (megabatchCount, accuracy) = (count, "");
        bar = context.AddTask($"megabatch {megabatch + 1}/{count}");
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
        bar!.Description = $"megabatch {result.Megabatch + 1}/{result.MegabatchCount}  {result.EpochCount} epochs  test accuracy {result.Accuracy:P2}";
        bar.Value = bar.MaxValue;
        bar.StopTask();
    }

    public void Warned(string warning) => Console.Error.WriteLine($"warning: {Printable.Of(warning)}");

    private void Advance(int megabatch, int epoch, int maxEpochs, double epochDone)
    {
        bar!.MaxValue = maxEpochs;
        bar.Value = epoch + epochDone;
        bar.Description = $"megabatch {megabatch + 1}/{megabatchCount}  epoch {epoch + 1}/{maxEpochs}{accuracy}";
    }
}
