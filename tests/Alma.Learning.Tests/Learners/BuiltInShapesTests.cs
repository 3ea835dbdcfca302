using Alma.Data;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

/// <summary>
/// Learners and architectures on images as the built-in data sets have them: each learns, or says why not; none ends the process.
/// </summary>
public sealed class BuiltInShapesTests
{
    // What is left of 8 training examples for the last batch: one, two, none, a prime number, all.
    private static readonly int[] batchSizes = [7, 6, 8, 5, 16];

    /// <summary>
    /// Beside the smallest ones: widths from which on our own passes compute, one that fills vectors and one that is odd.
    /// </summary>
    private static readonly Dictionary<string, ModelOptions> wide = new()
    {
        ["VGG of 17"] = new VggOptions { NChannels = 17 },
        ["MoE_VGG of 16"] = new MoeVggOptions { NChannels = 16, NAdaptivepooling = 2, NExperts = 2, IsHard = false },
        ["MoE_VGG_UsageGrow of 19"] =
            new MoeVggUsageGrowOptions { NChannels = 19, NAdaptivepooling = 1, NExperts = 2, IsHard = true, NExpertsToSplit = 2 },
        ["SubnetVGG of 17"] = new SubnetVggOptions { NChannels = 17, GrowNUnits = 3 },
        ["FireflyVGG of 16"] = new FireflyVggOptions { NChannels = 16 },
        ["MLP of 7"] = new MlpOptions { SizeLayers = 7, NLayers = 1 },
        ["MoE_MLP_UsageGrow of 7"] =
            new MoeMlpUsageGrowOptions { SizeLayers = 7, NLayers = 2, NExperts = 3, IsHard = false, NExpertsToSplit = 3 },
    };

    private static Dictionary<string, ModelOptions> Models { get; } = ArchitectureCases.All.Concat(wide).ToDictionary();

    public static TheoryData<string, string, string> Each
    {
        get
        {
            var each = new TheoryData<string, string, string>();
            foreach (var model in Models.Keys)
                foreach (var shape in (string[])["digits", wide.ContainsKey(model) ? "cifar10" : "emnist letters"])
                    each.Add(LearnerOf(Models[model]), model, shape);
            foreach (var learner in LearnerCases.All.Keys.Where(learner => Takes(learner, Models["MLP of 7"])))
            {
                each.Add(learner, "VGG of 17", "digits");
                each.Add(learner, "MLP of 7", learner.Length % 2 == 0 ? "emnist byclass" : "cifar10");
            }
            foreach (var shape in (string[])["digits", "mnist", "cifar10"])
                each.Add("Firefly", shape == "mnist" ? "VGG" : "VGG of 17", shape);
            return each;
        }
    }

    public static TheoryData<string, string, string> All
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var learner in LearnerCases.All.Keys)
                foreach (var model in Models.Keys.Where(model => Takes(learner, Models[model])))
                    foreach (var shape in BuiltInShapes.All.Keys) all.Add(learner, model, shape);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void Learner_OfEveryModel_LearnsImagesOfTheBuiltInShapes(string learner, string model, string shape) =>
        LearnsOrSaysWhyNot(learner, model, shape);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(All))]
    public void Learner_AnyOfAnyModel_LearnsImagesOfTheBuiltInShapes(string learner, string model, string shape) =>
        LearnsOrSaysWhyNot(learner, model, shape);

    private static void LearnsOrSaysWhyNot(string learner, string model, string shape)
    {
        using var task = BuiltInShapes.Task(shape, trainCount: 18);
        var batchSize = batchSizes[(model.Length + shape.Length + learner.Length) % batchSizes.Length];
        var options = LearnerCases.All[learner] with
        {
            Model = Models[model],
            MaxEpochs = 1,
            TrainingBatchSize = batchSize,
            ValidationBatchSize = 3,
            KorniaAugs = [],
            TrainReplayProportion = 0,
            ValidationReplayProportion = 0,
        };
        try
        {
            options.RefuseMisfit(task.InputShape, task.ClassCount);
            using var trained = options.Build(new LearnerContext(task, new Seeds(1), CPU, new UnwatchedTraining(), default));
            var evaluator = new Evaluator(task.Test, task.ClassCount, 2);
            foreach (var megabatch in new MegabatchStream(18, 2, seed: 5).StartingAt(0)) // 9 examples each, 1 of them to validate on
            {
                trained.Update(megabatch);
                Assert.True(double.IsFinite(evaluator.Evaluate(trained).Score.Loss));
            }
        }
        catch (LearningException refusal)
        {
            Assert.True(IsDue(refusal, Models[model], task.InputShape, lastBatch: 8 % batchSize), refusal.Message);
        }
    }

    // A last batch of one example, in a network that makes one pixel of an image; patches that do not come out even.
    private static bool IsDue(LearningException refusal, ModelOptions model, ImageShape shape, int lastBatch) => model switch
    {
        MlpMixerOptions mixer => refusal.Message.Contains("patch_size", StringComparison.Ordinal) && shape.Height % mixer.PatchSize != 0,
        _ => lastBatch == 1 && refusal.Message.Contains("Batch normalisation cannot train on one value", StringComparison.Ordinal),
    };

    private static string LearnerOf(ModelOptions model) =>
        Structure(model).CanGrow() ? "Finetune_Grow by usage" : "Finetune MLP";

    private static NetworkStructure Structure(ModelOptions model) => model.Structure(ReferenceNetworks.Cifar, 10);

    private static bool Takes(string learner, ModelOptions model) => LearnerCases.All[learner] switch
    {
        FireflyOptions => model is VggOptions,
        FinetuneGrowOptions => Structure(model).CanGrow(),
        _ => true,
    };
}
