using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>
/// Models, augmentations, batches and megabatches that do not fit the images, each other or the machine: each gives a clear error or
/// a run that ends well. Where LibTorch meets such shapes itself, it can end the process without an exception.
/// </summary>
public sealed class ShapeTests : IDisposable
{
    private const string Runs = "";
    private const string OneExample = "Batch normalisation cannot train on one value: ";
    private const string Memory = "There is not enough memory: an allocation of ";
    private const string TooMuch = "the config asks for at least ";
    private const string Finetune = "class_name: Finetune";
    private const string Grow = "class_name: Finetune_Grow, grow_every: 1";
    private const string Mlp = "class_name: MLP, size_layers: 4, n_layers: 1";

    private readonly Workplace workplace = new(Environment.GetEnvironmentVariable("ALMA_DATA"));

    public void Dispose() => workplace.Dispose();

    [Theory]
    // patches
    [InlineData(
        Finetune,
        "class_name: MLPMixer, patch_size: 3, dim: 8, depth: 1",
        "",
        "into patches of 3x3, which does not come out even. Valid for clmodel.model.patch_size: 1, 2, 4, 8.")]
    [InlineData(Finetune, "class_name: MLPMixer, patch_size: 65536, dim: 8, depth: 1", "", "into patches of 65536x65536")]
    [InlineData(Finetune, "class_name: MLPMixer, patch_size: 8, dim: 1, depth: 0", "", Runs)]
    // images smaller than what a network halves five times
    [InlineData(Finetune, "class_name: VGG, n_channels: 1", "", Runs)]
    [InlineData(Finetune, "class_name: FireflyVGG, n_channels: 1", "", Runs)]
    [InlineData(Finetune, "class_name: SubnetVGG, n_channels: 1, grow_n_units: 65536", "", Runs)]
    [InlineData(Finetune, "class_name: ResNet18, nf: 1", "", Runs)]
    [InlineData(
        Grow,
        "class_name: MoE_VGG_UsageGrow, n_channels: 2, n_adaptivepooling: 9, n_experts: 2, is_hard: true, n_experts_to_split: 2",
        "",
        Runs)]
    [InlineData(
        Grow, "class_name: MoE_MLP_RandomGrow, size_layers: 1, n_layers: 0, n_experts: 1, is_hard: true, n_experts_to_split: 0", "", Runs)]
    [InlineData(
        "class_name: Firefly, grow_every: 1",
        "class_name: VGG, n_channels: 4, grow_ratio: 1e300, granularity: 1",
        "",
        "clmodel.model.grow_ratio: found 1e+300, valid is at least 0.0 and at most 100.0")]
    // learners and models that do not belong together
    [InlineData(Grow, Mlp, "", "Finetune_Grow needs a model that grows")]
    [InlineData("class_name: Firefly, grow_every: 1", Mlp, "", "Firefly grows a VGG, and clmodel.model is another.")]
    // batches of one example
    [InlineData(Finetune, "class_name: VGG, n_channels: 2", "clmodel.training_batch_size=449", OneExample)]
    [InlineData(Finetune, "class_name: ResNet18, nf: 1", "clmodel.training_batch_size=449", OneExample)]
    [InlineData(Finetune, "class_name: FireflyVGG, n_channels: 2", "clmodel.training_batch_size=449", OneExample)]
    [InlineData(Finetune, "class_name: SubnetVGG, n_channels: 2, grow_n_units: 1", "clmodel.training_batch_size=449", OneExample)]
    [InlineData(Finetune, Mlp, "clmodel.training_batch_size=449", Runs)]
    [InlineData(Finetune, Mlp, "clmodel.training_batch_size=2147483000", Runs)]
    [InlineData(Finetune, Mlp, "clmodel.training_batch_size=2147483647 +evaluation.batch_size=2147483647", Runs)]
    // megabatches
    [InlineData(
        Finetune, Mlp, "stream.train.n_megabatches=1501",
        "n_megabatches is 1501, which leaves 0 of the 1500 examples of digits to an update")]
    [InlineData(Finetune, Mlp, "stream.train.n_megabatches=2147483647", "n_megabatches is 2147483647, which leaves 0 of")]
    [InlineData(Finetune, Mlp, "clmodel.validation_proportion=0.9999", "")]
    [InlineData(
        Finetune, Mlp, "clmodel.validation_proportion=1e-300", "none of them to validate on at a clmodel.validation_proportion of 1E-300")]
    [InlineData(Finetune, Mlp, "+stream.train.wait=1000000 +stream.train.seed=4294967295", Runs)]
    // images of another shape
    [InlineData(
        Finetune,
        Mlp,
        "+stream.further_evaluation=[{class_name:MNIST}]",
        "mnist has images (1, 28, 28) of 10 classes, but the learner learns digits, (1, 8, 8) of 10")]
    [InlineData(
        Finetune, Mlp, "stream.evaluation.class_name=CIFAR10", "stream.evaluation tests on cifar10, but stream.train learns from digits")]
    // augmentations
    [InlineData(
        Finetune, Mlp, "+clmodel.kornia_augs=[{name:RandomCrop,size:[4,4]}]", "kornia_augs makes images (1, 4, 4) of images (1, 8, 8)")]
    [InlineData(
        Finetune,
        "class_name: VGG, n_channels: 2",
        "+clmodel.kornia_augs=[{name:RandomCrop,size:[4,4]}]",
        "kornia_augs makes images (1, 4, 4) of images (1, 8, 8)")]
    [InlineData(Finetune, Mlp, "+clmodel.kornia_augs=[{name:RandomCrop,size:[9,9]}]", "RandomCrop cannot cut 9 x 9 out of 8 x 8")]
    [InlineData(Finetune, Mlp, "+clmodel.kornia_augs=[{name:RandomCrop,size:[6,6]},{name:RandomCrop,size:[8,8],pad_if_needed:true}]", Runs)]
    [InlineData(
        Finetune,
        Mlp,
        "+clmodel.kornia_augs=[{name:RandomCrop,size:[8,8],padding:100,padding_mode:reflect}]",
        "RandomCrop cannot pad images of 8 x 8 by so many pixels")]
    [InlineData(
        Finetune,
        Mlp,
        "+clmodel.kornia_augs=[{name:RandomCrop,size:[8,8],padding:2000000000}]",
        "found a padding of 2000000000, 2000000000, 2000000000, 2000000000, valid is 0 to 16384.")]
    [InlineData(
        Finetune,
        Mlp,
        "+clmodel.kornia_augs=[{name:Normalize,mean:[0.1,0.2,0.3],std:1}]",
        "Normalize.mean has 3 numbers, but images have 1 channels")]
    [InlineData(
        Finetune,
        Mlp,
        "+clmodel.kornia_augs=[{name:ColorJitter,hue:0.5}]",
        "ColorJitter cannot change saturation or hue of images with 1 channels")]
    [InlineData(Finetune, Mlp, "+clmodel.kornia_augs=[{name:RandomErasing,scale:[1,1],ratio:[0.0001,10000]}]", Runs)]
    [InlineData(
        Finetune,
        Mlp,
        "+clmodel.kornia_augs=[{name:RandomRotation,degrees:1e300}]",
        "found 1E+300, valid is at least 0 or a pair [low, high]. No number may be larger than 1000000.")]
    // more than any machine has
    [InlineData(Finetune, "class_name: MLP, size_layers: 1048576, n_layers: 3", "", TooMuch)]
    [InlineData(Finetune, "class_name: MLPMixer, patch_size: 8, dim: 65536, depth: 100, expansion_factor: 1024", "", TooMuch)]
    [InlineData(Grow, "class_name: SubnetVGG, n_channels: 4, grow_n_units: 65536", "", TooMuch)]
    // settings of the machine
    [InlineData(Finetune, Mlp, "+device=cuda:999", "no CUDA GPU can be used here|there are only")]
    [InlineData(Finetune, Mlp, "threads=64 seed=9223372036854775807", Runs)]
    public void Run_WhatDoesNotFit_SaysSoOrEndsWell(string learner, string model, string overrides, string refusal)
    {
        workplace.Write("mine.yaml", Config(learner, model));

        string[] command = ["run", "mine.yaml", "run_dir=run", .. overrides.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        // threads stay
        var result = overrides.Contains("threads", StringComparison.Ordinal) ? workplace.Alma(command) : workplace.Typed(command);

        if (refusal == Runs) result.Succeeded();
        else Assert.Contains(refusal.Split('|'), result.RefusedInOneLine().Contains);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Run_MoreMemoryThanItMayHave_SaysSoBeforeTheSystemEndsIt()
    {
        // 1.6 GB of parameters, which there is room for once: what is left is plenty for an error to be told in.
        workplace.Write("mine.yaml", Config(Finetune, "class_name: MLP, size_layers: 20000, n_layers: 2"));

        var result = workplace.Bash("ulimit -d 3000000; ./alma run mine.yaml run_dir=run");

        Assert.StartsWith(Memory, result.RefusedInOneLine());
    }

    private static string Config(string learner, string model) => $$"""
        stream:
          train: {class_name: Digits, n_megabatches: 3}
          evaluation: {class_name: Digits}
        clmodel:
          { {{learner}}, training_batch_size: 64, validation_proportion: 0.1, max_epochs: 1, patience: 1,
            optim: {class_name: SGD, lr: 0.01}, model: { {{model}} } }
        stop_after: 2
        """;
}
