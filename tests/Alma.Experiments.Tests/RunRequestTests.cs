using Alma.Config;
using Alma.Experiments.Options;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Training;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments.Tests;

public sealed class RunRequestTests
{
    [Fact]
    public void Read_OfTheMainRecipe_BindsEveryOption()
    {
        var options = TinyRun.Request("mnist/test_usage_gmoe", "n_megabatches=2", "replay=1", "clmodel.max_epochs=200").Options;
        var learner = Assert.IsType<FinetuneGrowOptions>(options.Clmodel);
        Assert.Equal((2, 432L), (options.StreamLength, options.Stream.Train.Seed));
        Assert.Equal(
            (128, 0.1, 1.0, 1.0, 200, 25, 0.001, 1, false),
            (learner.TrainingBatchSize, learner.ValidationProportion, learner.TrainReplayProportion, learner.ValidationReplayProportion,
                learner.MaxEpochs, learner.Patience, learner.PatienceDelta, learner.GrowEvery, learner.InitFromScratch));
        Assert.Equal(
            new MoeMlpUsageGrowOptions { SizeLayers = 64, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 2 }, learner.Model);
        Assert.Equal(new AdadeltaOptions { Lr = 1 }, learner.Optim);
    }

    [Theory]
    [InlineData("stream.evaluation.class_name=Digits", "stream.evaluation tests on digits, but stream.train learns from mnist")]
    [InlineData("clmodel.grow_evry=2", "Did you mean 'clmodel.grow_every'?")]
    [InlineData("clmodel.validation_proportion=1", "found 1, valid is more than 0.0 and less than 1.0")]
    [InlineData("clmodel.patience=never", "clmodel.patience")]
    [InlineData("clmodel.model.class_name=MoE_MLP_UsageGro", "Did you mean 'MoE_MLP_UsageGrow'?")]
    [InlineData("clmodel.optim.class_name=Adamax", "unknown class 'Adamax'")]
    [InlineData("~clmodel.max_epochs", "the section 'clmodel' has no key 'max_epochs', which it needs: an integer such as 10.")]
    public void Read_OfAWrongConfig_SaysWhatIsWrong(string change, string problem)
    {
        Assert.Contains(problem, Assert.Throws<ConfigException>(() => TinyRun.Request("mnist/test_usage_gmoe", change)).Message);
    }

    [Fact]
    public void Read_OfAClassThatPythonHasAndWeHaveNot_ListsThoseThereAre()
    {
        foreach (var (kind, library, overrides) in ((Type, string, Func<string, string>)[])
            [
                (typeof(OptimizerOptions), "torch.optim", name => $"clmodel.optim.class_name={name}"),
                (typeof(AugmentationOptions), "kornia.augmentation", name => $"+clmodel.kornia_augs=[{{name: {name}}}]")
            ])
        {
            var lacking = KnownClasses.Names.LackingOf(kind);
            Assert.True(lacking.Count >= 10);
            Assert.Empty(lacking.Intersect(KnownClasses.Names.NamesOf(kind)));
            foreach (var name in lacking.Concat(lacking.Select(name => $"{library}.{name}")))
            {
                var message = Assert.Throws<ConfigException>(() => TinyRun.Request("mnist/test_usage_gmoe", overrides(name))).Message;
                Assert.EndsWith(
                    $"unknown class '{name}'. Of {library} there are here: {string.Join(", ", KnownClasses.Names.NamesOf(kind))}.",
                    message,
                    StringComparison.Ordinal);
                Assert.Contains(name.Split('.')[^1], Differences, StringComparison.Ordinal);
            }
        }
    }

    private static string Differences { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "differences.md"));

    public static TheoryData<Type, string> Aliases => new()
    {
        { typeof(LoggerOptions), "crlapi.logger.TFLogger" },
        { typeof(TrainStreamOptions), "crlapi.sl.streams.mnist.MNISTTrainAnytimeStream" },
        { typeof(EvaluationStreamOptions), "crlapi.sl.streams.mnist.MNISTEvaluationAnytimeStream" },
        { typeof(TrainStreamOptions), "crlapi.sl.streams.cifar10.CIFAR10TrainAnytimeStream" },
        { typeof(EvaluationStreamOptions), "crlapi.sl.streams.cifar10.CIFAR10EvaluationAnytimeStream" },
        { typeof(TrainStreamOptions), "crlapi.sl.streams.emnist.EMNISTTrainAnytimeStream" },
        { typeof(EvaluationStreamOptions), "crlapi.sl.streams.emnist.EMNISTEvaluationAnytimeStream" },
        { typeof(LearnerOptions), "crlapi.sl.clmodels.finetune.Finetune" },
        { typeof(LearnerOptions), "crlapi.sl.clmodels.finetune_grow.Finetune_Grow" },
        { typeof(ModelOptions), "crlapi.sl.architectures.mlp.MLP" },
        { typeof(ModelOptions), "crlapi.sl.architectures.mlp.MoE_MLP" },
        { typeof(ModelOptions), "crlapi.sl.architectures.mlp.MoE_MLP_RandomGrow" },
        { typeof(ModelOptions), "crlapi.sl.architectures.mlp.MoE_MLP_UsageGrow" },
        { typeof(OptimizerOptions), "torch.optim.Adadelta" },
        { typeof(OptimizerOptions), "torch.optim.SGD" },
        { typeof(OptimizerOptions), "torch.optim.Adam" },
        { typeof(OptimizerOptions), "torch.optim.AdamW" },
        { typeof(OptimizerOptions), "torch.optim.RMSprop" },
    };

    [Theory]
    [MemberData(nameof(Aliases))]
    public void KnownClasses_HaveThePythonName(Type kind, string pythonName)
    {
        var shortName = pythonName.Split('.')[^1];
        Assert.NotNull(KnownClasses.Names.Find(kind, pythonName));
        if (kind != typeof(TrainStreamOptions) && kind != typeof(EvaluationStreamOptions))
            Assert.Same(KnownClasses.Names.Find(kind, shortName), KnownClasses.Names.Find(kind, pythonName));
    }

    [Fact]
    public void ThreadChoice_OfASmallStep_IsOneThread()
    {
        var options = TinyRun.Request("mnist/test_usage_gmoe", "clmodel.training_batch_size=16").Options;
        Assert.Equal(1, ThreadChoice.For(options, options.Stream.Train.Dataset));
        Assert.Equal(7, ThreadChoice.For(options with { Threads = 7 }, options.Stream.Train.Dataset));
    }

    [Fact]
    public void ThreadChoice_OfASmallStepWhoseOperationsAreShared_IsOneThread()
    {
        var options = TinyRun.Request("cifar10/test_finetune_vgg", "clmodel.model.n_channels=8", "clmodel.training_batch_size=8").Options;
        Assert.Equal(1, ThreadChoice.For(options, options.Stream.Train.Dataset));
    }

    [Theory]
    [InlineData("mnist/test_finetune_mlp", 8192)]
    [InlineData("cifar10/test_finetune_vgg", 128)]
    public void ThreadChoice_OfALargeStep_IsAllProcessors(string recipe, int batchSize)
    {
        var options = TinyRun.Request(recipe, $"clmodel.training_batch_size={batchSize}").Options;
        Assert.Equal(Environment.ProcessorCount, ThreadChoice.For(options, options.Stream.Train.Dataset));
    }
}
