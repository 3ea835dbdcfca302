using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Boosting;
using Alma.Learning.Networks;
using Alma.Learning.Training;
using Alma.Learning.Training.Augmentations;

namespace Alma.Learning.Tests;

/// <summary>Options of every learner, small enough for the tiny task.</summary>
internal static class LearnerCases
{
    private static readonly MlpOptions mlp = new() { SizeLayers = 8, NLayers = 1 };

    private static readonly AdaBoostOptions boosting = new()
    {
        TrainingBatchSize = 16,
        ValidationProportion = 0.2,
        MaxEpochs = 2,
        Patience = 9,
        Optim = new AdadeltaOptions(),
        Model = mlp
    };

    public static IReadOnlyDictionary<string, LearnerOptions> All { get; } = new Dictionary<string, LearnerOptions>
    {
        ["Finetune MLP"] = Mlp(),
        ["Finetune MLP from scratch"] = Mlp() with { InitFromScratch = true, TrainReplayProportion = 1, ValidationReplayProportion = 1 },
        ["Finetune MLP augmented"] = Mlp() with
        {
            KorniaAugs = [new RandomCropOptions { Size = [4, 4], Padding = 1, Fill = -1.5 }, new RandomHorizontalFlipOptions()],
        },
        ["Finetune MoE"] = Mlp() with { Model = Moe() },
        ["Finetune hard MoE"] = Mlp() with { Model = Moe() with { IsHard = true } },
        ["Finetune_Grow by usage"] =
            Growing(new MoeMlpUsageGrowOptions { SizeLayers = 8, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 2 }),
        ["Finetune_Grow at random"] =
            Growing(new MoeMlpRandomGrowOptions { SizeLayers = 8, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 3 }),
        ["Finetune_Grow hard"] =
            Growing(new MoeMlpUsageGrowOptions { SizeLayers = 8, NLayers = 1, NExperts = 2, IsHard = true, NExpertsToSplit = 2 }),
        ["Finetune_Grow from scratch"] =
            Growing(new MoeMlpUsageGrowOptions { SizeLayers = 8, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 2 }) with
            {
                InitFromScratch = true
            },
        ["Firefly"] = Firefly(),
        ["Ensemble"] = new EnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp
        },
        ["Ensemble that votes"] = new EnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            Vote = true,
            InitFromScratch = true
        },
        ["EnsembleEnsemble"] = new EnsembleEnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            K = 2
        },
        ["Bagging"] = new BaggingOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            K = 3,
            SubsampleP = 0.5
        },
        ["KEnsemble"] = new KEnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            K = 3
        },
        ["KEnsemble of hard MoE"] = new KEnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new SgdOptions { Lr = 0.1, Momentum = 0.9 },
            Model = Moe() with { IsHard = true },
            K = 2,
            Vote = true
        },
        ["AggEnsemble"] = new AggEnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            K = 3
        },
        ["RoundEnsemble"] = new RoundEnsembleOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            NRounds = 2
        },
        ["AdaBoost"] = boosting,
        ["AdaBoost weighting"] = boosting with
        {
            Init = BoostingStart.First,
            Boosting = BoostingMethod.Weighting,
            Validation = BoostingValidation.Weighted,
            ComputeModelWeightsOnVal = false
        },
        ["AdaBoost from scratch"] = boosting with
        {
            Init = BoostingStart.Scratch,
            Validation = BoostingValidation.Weighted,
            TrainReplayProportion = 1,
            ValidationReplayProportion = 1
        },
        ["AdaBoostRounds"] = new AdaBoostRoundsOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 2,
            Patience = 9,
            Optim = new AdadeltaOptions(),
            Model = mlp,
            NRounds = 2
        },
    };

    public static FinetuneOptions Mlp(int maxEpochs = 2) => new()
    {
        TrainingBatchSize = 16,
        ValidationBatchSize = 16,
        ValidationProportion = 0.2,
        MaxEpochs = maxEpochs,
        Patience = 100,
        Optim = new AdadeltaOptions(),
        Model = new MlpOptions { SizeLayers = 8, NLayers = 2 },
    };

    public static FinetuneGrowOptions Growing(ModelOptions model) => new()
    {
        TrainingBatchSize = 16,
        ValidationBatchSize = 16,
        ValidationProportion = 0.2,
        TrainReplayProportion = 0.5,
        ValidationReplayProportion = 0.5,
        MaxEpochs = 2,
        Patience = 100,
        Optim = new AdadeltaOptions(),
        GrowEvery = 1,
        Model = model,
    };

    public static FireflyOptions Firefly(int channelCount = 2, int growEvery = 1) => new()
    {
        TrainingBatchSize = 16,
        ValidationProportion = 0.2,
        MaxEpochs = 2,
        Patience = 9,
        Optim = new SgdOptions { Lr = 0.01, Momentum = 0.9 },
        Model = new FireflyModelOptions { NChannels = channelCount, GrowRatio = 0.6 },
        GrowEvery = growEvery,
    };

    private static MoeMlpOptions Moe() => new() { SizeLayers = 8, NLayers = 2, NExperts = 3, IsHard = false };
}
