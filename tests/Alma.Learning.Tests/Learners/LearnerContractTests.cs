using System.Text.Json;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using Alma.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

/// <summary>What every learner keeps to, whatever it keeps between megabatches.</summary>
public sealed class LearnerContractTests
{
    public static TheoryData<string> Cases => [.. LearnerCases.All.Keys];

    /// <summary>Those whose networks have nothing but linear layers.</summary>
    public static TheoryData<string> DenseCases => [.. LearnerCases.All.Keys.Where(name => name != "Firefly")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_WithTheSameSeed_GivesTheSameWeights(string learner)
    {
        var (first, second, other) = (WeightsAfter(learner, seed: 1), WeightsAfter(learner, seed: 1), WeightsAfter(learner, seed: 2));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_AfterRestoring_GivesTheWeightsOfTheUninterruptedRun(string name)
    {
        using var task = TinyTask.Create();
        var megabatches = Megabatches();
        using var interrupted = Build(name, task, 3);
        foreach (var megabatch in megabatches[..2]) interrupted.Update(megabatch);
        using var resumed = Build(name, task, 3);
        resumed.Restore(interrupted.State with { Networks = [.. interrupted.Networks.Select(network => network.Copy())] });

        interrupted.Update(megabatches[2]);
        resumed.Update(megabatches[2]);

        Assert.Equal(Weights(interrupted), Weights(resumed));
        Assert.Equal(interrupted.State.MemberWeights, resumed.State.MemberWeights);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HoldingAfter_EveryUpdate_IsWhatItHolds(string name)
    {
        using var task = TinyTask.Create();
        using var learner = Build(name, task, 1);
        Assert.Equal(0, learner.HoldingAfter(0)!.NetworkCount);
        foreach (var megabatch in Megabatches())
        {
            learner.Update(megabatch);
            var holding = learner.HoldingAfter(megabatch.Index + 1)!;
            Assert.Equal(holding.NetworkCount, learner.Networks.Count);
            Assert.Equal(holding.IsWeighted ? learner.Networks.Count : 0, learner.State.MemberWeights.Count);
            Assert.All(learner.Networks, network => Assert.True(
                Json(network.Structure) == Json(holding.Initial) || holding.Initial.MayHaveGrownInto(network.Structure, megabatch.Index)));
            Assert.All(learner.Networks, network =>
                Assert.False(holding.Initial.MayHaveGrownInto(network.Structure with { ClassCount = 7 }, megabatch.Index)));
        }
    }

    [Theory]
    [MemberData(nameof(DenseCases))]
    public void Cost_AfterAnUpdate_IsThatOfTheNetworksHeld(string name)
    {
        using var task = TinyTask.Create();
        using var learner = Build(name, task, 1);
        foreach (var megabatch in Megabatches()) learner.Update(megabatch);

        Assert.Equal(Weights(learner).Length, learner.Cost.Parameters);
        Assert.Equal(4L * learner.Cost.Parameters, learner.Cost.BytesToPredict);
        var linear = learner.Networks.SelectMany(network => network.NamedParameters())
            .Where(entry => entry.Value.dim() == 2)
            .Sum(entry => entry.Value.numel());
        Assert.Equal(linear, learner.Cost.MultiplyAddsPerExample);
        var ofOneNetwork = learner.Networks[^1].MultiplyAddsPerExample;
        var networksPerModel = LearnerCases.All[name] is AggEnsembleOptions summed ? summed.K : 1;
        Assert.Equal(learner.Cost.TrainingExamples * ofOneNetwork * networksPerModel, learner.Cost.Compute.TrainForward);
        Assert.Equal(2 * learner.Cost.Compute.TrainForward, learner.Cost.Compute.TrainBackward);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_OverMoreEpochs_LeavesNoMoreTensorsBehind(string name) =>
        Assert.Equal(TensorsLeftByTwoUpdates(name, maxEpochs: 1), TensorsLeftByTwoUpdates(name, maxEpochs: 5));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dispose_AfterUpdates_LeavesNoTensorAlive(string name)
    {
        var before = LiveTensors();
        TensorsLeftByTwoUpdates(name, maxEpochs: 1);
        Assert.Equal(before, LiveTensors());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_NeverTouchesTestData(string name)
    {
        using var task = TinyTask.Create();
        using var withoutTest = task with { Test = TinyTask.Create(testCount: 4).Test };
        using var learner = Build(name, task, 1);
        using var blind = Build(name, withoutTest, 1);
        foreach (var megabatch in Megabatches()) (learner, blind).Both(each => each.Update(megabatch));
        Assert.Equal(Weights(learner), Weights(blind));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predict_BeforeTheFirstUpdate_IsRefused(string name)
    {
        using var task = TinyTask.Create();
        using var learner = Build(name, task, 1);
        using var images = zeros(1, 1, 4, 4, device: TestDevice.Here);
        Assert.Throws<InvalidOperationException>(() => learner.MemberLogits(images));
    }

    private static string Json(NetworkStructure structure) => JsonSerializer.Serialize(structure, StructureJson.Options);

    private static long TensorsLeftByTwoUpdates(string name, int maxEpochs)
    {
        using var task = TinyTask.Create();
        var options = LearnerCases.All[name] with { MaxEpochs = maxEpochs };
        using var learner = options.Build(new LearnerContext(task, new Seeds(1), TestDevice.Here, new UnwatchedTraining(), default));
        var evaluator = new Evaluator(task.Test, TinyTask.ClassCount, 16);
        var before = LiveTensors();
        foreach (var megabatch in Megabatches()[..2])
        {
            learner.Update(megabatch);
            evaluator.Evaluate(learner);
        }
        return LiveTensors() - before;
    }

    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static Megabatch[] Megabatches() => [.. new MegabatchStream(240, 3, seed: 5).StartingAt(0)];

    private static Learner Build(string name, LearningTask task, long seed) =>
        LearnerCases.All[name].Build(new LearnerContext(task, new Seeds(seed), TestDevice.Here, new UnwatchedTraining(), default));

    private static float[] WeightsAfter(string name, long seed)
    {
        using var task = TinyTask.Create();
        using var learner = Build(name, task, seed);
        foreach (var megabatch in Megabatches()) learner.Update(megabatch);
        return Weights(learner);
    }

    private static float[] Weights(Learner learner) =>
        [.. learner.Networks.SelectMany(network => network.Parameters.Values.cpu().data<float>().ToArray())];
}

internal static class PairExtensions
{
    public static void Both<T>(this (T First, T Second) pair, Action<T> action)
    {
        action(pair.First);
        action(pair.Second);
    }
}
