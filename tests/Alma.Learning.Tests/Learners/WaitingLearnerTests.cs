using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

/// <summary>Whatever a learner does every so often, it counts its updates: waiting between them changes nothing of it.</summary>
public sealed class WaitingLearnerTests
{
    private const int UpdateCount = 4;
    private const int ExampleCount = 60;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in LearnerCases.All.Keys)
                foreach (var every in IsPeriodic(LearnerCases.All[name]) ? [1, 2, 3] : new[] { 1 }) cases.Add(name, every);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithAnyWaitingTime_GrowsAsWithoutOne(string name, int every)
    {
        var expected = SizesAfterEachUpdate(name, every, wait: 1);
        Assert.Equal(UpdateCount, expected.Count);
        if (IsPeriodic(LearnerCases.All[name])) Assert.Equal((UpdateCount - 1) / every, expected.Distinct().Count() - 1);
        foreach (var wait in (int[])[2, 3]) Assert.Equal(expected, SizesAfterEachUpdate(name, every, wait));
    }

    [Theory]
    [InlineData("Finetune_Grow by usage")]
    [InlineData("Finetune_Grow from scratch")]
    [InlineData("Firefly")]
    public void Update_GoneOnWithAfterAnyMegabatch_GivesTheWeightsOfTheUninterruptedRun(string name)
    {
        using var task = TinyTask.Create(ExampleCount);
        var options = Periodic(name, 2);
        var expected = WeightsAfterInterruption(task, options, interruptedAfter: 0);
        foreach (var after in (int[])[1, 4, 5]) Assert.Equal(expected, WeightsAfterInterruption(task, options, after));
    }

    // So many that there are as many updates, the last of one megabatch.
    private static int MegabatchCount(int wait) => (wait * (UpdateCount - 1)) + 1;

    private static bool IsPeriodic(LearnerOptions options) => options is FinetuneGrowOptions or FireflyOptions;

    private static LearnerOptions Periodic(string name, int every) => LearnerCases.All[name] switch
    {
        FinetuneGrowOptions growing =>
            growing with { GrowEvery = every, MaxEpochs = 1, TrainReplayProportion = 0, ValidationReplayProportion = 0 },
        FireflyOptions firefly =>
            firefly with { GrowEvery = every, MaxEpochs = 1, TrainReplayProportion = 0, ValidationReplayProportion = 0 },
        var other => other with { MaxEpochs = 1 },
    };

    private static List<string> SizesAfterEachUpdate(string name, int every, int wait)
    {
        using var task = TinyTask.Create(ExampleCount);
        using var learner = Build(task, Periodic(name, every));
        var waiting = new WaitingTime(wait, MegabatchCount(wait));
        var sizes = new List<string>();
        foreach (var megabatch in Stream(wait).StartingAt(0))
            if (waiting.Arrive(megabatch) is { } arrived)
            {
                learner.Update(arrived);
                sizes.Add(string.Join(' ', learner.Networks.Select(Size)));
            }
        return sizes;
    }

    // Which layers of a Firefly network widen depends on the examples; how many neurons it gains does not.
    private static long Size(Network network) => network.Structure is FireflyVgg firefly ? firefly.Widths.Sum() : network.Parameters.Count;

    private static float[] WeightsAfterInterruption(LearningTask task, LearnerOptions options, int interruptedAfter)
    {
        using var first = Build(task, options);
        GoThrough(first, 0, interruptedAfter);
        using var second = Build(task, options);
        second.Restore(first.State with { Networks = [.. first.Networks.Select(network => network.Copy())] });
        GoThrough(second, interruptedAfter, MegabatchCount(2));
        return [.. second.Networks.SelectMany(network => network.Parameters.Values.data<float>().ToArray())];
    }

    // From one megabatch to another, what waits before it gathered again.
    private static void GoThrough(Learner learner, int from, int to)
    {
        var waiting = new WaitingTime(2, MegabatchCount(2));
        foreach (var megabatch in Stream(2).StartingAt(waiting.FirstWaiting(from)).TakeWhile(megabatch => megabatch.Index < to))
            if (waiting.Arrive(megabatch) is { } arrived) learner.Update(arrived);
    }

    private static MegabatchStream Stream(int wait) => new(ExampleCount, MegabatchCount(wait), seed: 5);

    private static Learner Build(LearningTask task, LearnerOptions options) =>
        options.Build(new LearnerContext(task, new Seeds(1), CPU, new UnwatchedTraining(), default));
}
