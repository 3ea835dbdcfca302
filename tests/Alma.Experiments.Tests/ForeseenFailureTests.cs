using System.Text.RegularExpressions;
using Alma.Config;
using Alma.Learning;

namespace Alma.Experiments.Tests;

/// <summary>What training would certainly fail at is said when the config is checked, before anything is begun.</summary>
public sealed class ForeseenFailureTests
{
    private const string Vgg = "+clmodel.model={class_name: VGG, n_channels: 4}";

    /// <summary>
    /// Places that raise a <c>LearningException</c>: by file how many, and why each cannot come during a run of a config that was checked.
    /// </summary>
    private static readonly Dictionary<string, (int Count, string Why)> places = new()
    {
        ["Architectures/Firefly/FireflyLearner.cs"] = (1, "checked: the learner asks for its VGG (RefuseMisfit)"),
        ["Architectures/Mixer/MlpMixer.cs"] = (1, "checked: the structure is made (RefuseMisfit)"),
        ["Architectures/Moe/ExpertGrowth.cs"] = (1, "checked: every update has validation examples (PreflightChecks)"),
        ["Networks/MultiplyAddCounter.cs"] = (
            1, "cannot come of a config: of the processor, and only where LibTorch is not the one for Linux"),
        ["Compute/BatchNormGuard.cs"] = (1, "checked: sizes of all batches are known (PreflightChecks)"),
        ["Learners/Learner.cs"] = (1, "cannot come of a config: learners of ours grow with the classes; for programs of one's own"),
        ["Networks/InitialWeights.cs"] = (
            5, "checked: before the run has a folder (InitialWeightsFile)"),
        ["Networks/ClassGrowth.cs"] = (1, "cannot come of a config: structures of ours grow with the classes; for programs of one's own"),
        ["Learners/FinetuneGrow.cs"] = (1, "is itself such a check (RefuseMisfit)"),
        ["Networks/Network.cs"] = (
            1, "cannot come of a config: images of one data set go to a network made for them; for programs of one's own"),
        ["Networks/NetworkStructure.cs"] = (
            2, "checked: Finetune_Grow refuses a model that does not grow (RefuseMisfit); the other cannot come: no run makes a graph"),
        ["Networks/NetworkGraph.cs"] = (2, "cannot come of a config: no run makes a graph"),
        ["Export/ModelGraph.cs"] = (3, "cannot come of a config: no run makes a graph"),
        ["Learners/Combination/CombinationRule.cs"] = (2, "cannot come of a config: no run makes a graph"),
        ["Streams/StoredImages.cs"] = (1, "cannot be known: how much is read at once depends on the batches that growth and members need"),
        ["Training/Augmentations/AugmentationChain.cs"] = (1, "checked: the chain is made for the data set's images (PreflightChecks)"),
        ["Training/Augmentations/ColorJitter.cs"] = (1, "checked: as the chain"),
        ["Training/Augmentations/PerChannel.cs"] = (1, "checked: as the chain"),
        ["Training/Augmentations/RandomCrop.cs"] = (2, "checked: as the chain"),
        ["Training/TrainingPlan.cs"] = (1, "checked: every update has examples to train and to validate on (PreflightChecks)"),
        ["Training/TrainingLoop.cs"] = (
            2, "cannot be known: it depends on what is learned, and for a budget on what a network costs that has grown"),
    };

    [Fact]
    public void Places_ThatRaiseAnErrorOfLearning_AreAllAccountedFor()
    {
        var root = SourceRoot();
        var found = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file =>
                (
                    Name: Path.GetRelativePath(root, file).Replace('\\', '/'),
                    Count: Regex.Count(File.ReadAllText(file), @"new LearningException\(|: LearningException\(")))
            .Where(file => file.Count > 0).OrderBy(file => file.Name);

        Assert.Equal(places.Select(place => (place.Key, place.Value.Count)).Order(), found.Select(file => (file.Name, file.Count)).Order());
        Assert.All(places.Values, place => Assert.Matches("^(checked|cannot|is itself)", place.Why));
    }

    [Theory]
    [InlineData(
        "digits/gmoe", "Batch normalisation cannot train on one value", "~clmodel.model", Vgg, "clmodel.class_name=Finetune",
        "~clmodel.grow_every", "clmodel.training_batch_size=1")]
    [InlineData(
        "digits/gmoe", "such as 34", "~clmodel.model", Vgg, "clmodel.class_name=Finetune", "~clmodel.grow_every",
        "clmodel.training_batch_size=33", "replay=0", "clmodel.validation_proportion=0.118")]
    [InlineData(
        "digits/gmoe", "5 are left to train on and 0 to validate on", "n_megabatches=300", "+stream.train.wait=4", "stop_after=5",
        "replay=0")]
    [InlineData("digits/gmoe", "and none of them to validate on", "n_megabatches=1500")]
    [InlineData("digits/gmoe", "ColorJitter cannot change saturation or hue", "+clmodel.kornia_augs=[{name: ColorJitter, hue: 0.1}]")]
    [InlineData("digits/gmoe", "RandomCrop cannot cut 32 x 32 out of 8 x 8", "+clmodel.kornia_augs=[{name: RandomCrop, size: [32, 32]}]")]
    [InlineData("digits/gmoe", "but networks are evaluated on these", "+clmodel.kornia_augs=[{name: RandomCrop, size: [4, 4]}]")]
    [InlineData("digits/gmoe", "Normalize.mean has 3 numbers", "+clmodel.kornia_augs=[{name: Normalize, mean: [0, 0, 0], std: 1}]")]
    [InlineData(
        "digits/gmoe",
        "so many pixels in the mode Reflect",
        "+clmodel.kornia_augs=[{name: RandomCrop, size: [8, 8], padding: 8, padding_mode: reflect}]")]
    [InlineData(
        "digits/gmoe",
        "Finetune_Grow needs a model that grows, and clmodel.model is one that does not. Valid: MoE_MLP_RandomGrow, MoE_MLP_UsageGrow",
        "clmodel.model.class_name=MoE_MLP",
        "~clmodel.model.n_experts_to_split")]
    public void Read_OfAConfigThatMustFailLater_IsRefused(string recipe, string why, params string[] overrides)
    {
        var refusal = Record.Exception(() => TinyRun.Request(recipe, overrides));

        Assert.True(refusal is ConfigException or LearningException, $"{refusal}");
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private static string SourceRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Alma.slnx"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src", "Alma.Learning");
    }
}
