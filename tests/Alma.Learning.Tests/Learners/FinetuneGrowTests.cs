using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

public sealed class FinetuneGrowTests
{
    private static readonly MoeMlpUsageGrowOptions model =
        new() { SizeLayers = 8, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 2 };

    [Theory]
    [InlineData(1, new[] { 2, 3, 4, 5 })]
    [InlineData(2, new[] { 2, 2, 3, 3 })]
    [InlineData(3, new[] { 2, 2, 2, 3 })]
    public void Update_GrowsEverySoManyMegabatches(int growEvery, int[] expertsPerLayer)
    {
        Assert.Equal(expertsPerLayer, ExpertsAfterEachUpdate(LearnerCases.Growing(model) with { GrowEvery = growEvery }));
    }

    [Fact]
    public void Update_WithASplitIntoNone_DoesNotGrow() =>
        Assert.Equal([2, 2, 2, 2], ExpertsAfterEachUpdate(LearnerCases.Growing(model with { NExpertsToSplit = 0 })));

    [Fact]
    public void Update_FromScratch_GrowsAllTheSame() =>
        Assert.Equal([2, 3, 4, 5], ExpertsAfterEachUpdate(LearnerCases.Growing(model) with { InitFromScratch = true }));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Update_OfASubnetVggFromScratch_RedrawsWeightsAndKeepsScores(int grownUnits)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        // With a learning rate of 0 nothing changes but what is redrawn.
        var options = LearnerCases.Growing(new SubnetVggOptions { NChannels = 4, GrowNUnits = grownUnits }) with
        {
            InitFromScratch = true,
            MaxEpochs = 1,
            Optim = new SgdOptions { Lr = 0 }
        };
        using var learner = options.Build(Context(task));
        var megabatches = new MegabatchStream(240, 2, seed: 5).StartingAt(0).ToArray();
        learner.Update(megabatches[0]);
        var before = learner.Networks[0].NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Value.clone());
        learner.Update(megabatches[1]);
        foreach (var (name, value) in learner.Networks[0].NamedParameters().Where(entry => entry.Value.dim() == 4))
        {
            var (outputs, inputs) = (before[name].shape[0], before[name].shape[1]);
            Assert.Equal(
                name.EndsWith("scores", StringComparison.Ordinal),
                value.narrow(0, 0, outputs).narrow(1, 0, inputs).allclose(before[name], 0, 0));
        }
    }

    [Fact]
    public void Update_ByUsage_AccountsForTheSelection()
    {
        using var task = TinyTask.Create();
        using var learner = LearnerCases.Growing(model).Build(Context(task));
        var megabatches = new MegabatchStream(240, 2, seed: 5).StartingAt(0).ToArray();
        learner.Update(megabatches[0]);
        Assert.Equal(0, learner.Cost.Compute.Select);
        var perExample = learner.Cost.MultiplyAddsPerExample;
        learner.Update(megabatches[1]);
        // 24 validation examples of the megabatch and half of the 24 before it are replayed.
        Assert.Equal(36 * perExample, learner.Cost.Compute.Select);
    }

    [Fact]
    public void Build_WithAModelThatDoesNotGrow_IsRefused()
    {
        using var task = TinyTask.Create();
        Assert.Throws<ModelDoesNotGrowException>(() =>
            LearnerCases.Growing(new MlpOptions { SizeLayers = 8, NLayers = 1 }).Build(Context(task)));
    }

    private static LearnerContext Context(LearningTask task) => new(task, new Seeds(1), TestDevice.Here, new UnwatchedTraining(), default);

    private static List<int> ExpertsAfterEachUpdate(FinetuneGrowOptions options)
    {
        using var task = TinyTask.Create();
        using var learner = options.Build(Context(task));
        var counts = new List<int>();
        foreach (var megabatch in new MegabatchStream(240, 4, seed: 5).StartingAt(0))
        {
            learner.Update(megabatch);
            var trees = ((MixtureStructure)learner.Networks[0].Structure).Mixtures;
            Assert.Single(trees.Select(tree => tree.Leaves().Count()).Distinct());
            counts.Add(trees[0].Leaves().Count());
        }
        return counts;
    }
}
