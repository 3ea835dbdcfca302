using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.LeNet;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.ResNet;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;

namespace Alma.Learning.Architectures;

/// <summary>
/// Every architecture that a config may name, a line each: its options and the structure they make, the <c>class_name</c>, the name by
/// which structures are written into checkpoints and models, which never changes, the Python class that the options come from, if any, and
/// whether such networks grow.
/// </summary>
public static class ArchitectureCatalog
{
    private const string PythonPackage = "crlapi.sl.architectures";

    public static ImmutableArray<Architecture> All { get; } =
    [
        Of<MlpOptions, MultilayerPerceptron>("MLP", "multilayer_perceptron", "mlp.MLP"),
        Of<MoeMlpOptions, MixtureOfExpertsMlp>("MoE_MLP", "mixture_of_experts_mlp", "mlp.MoE_MLP"),
        Of<MoeMlpRandomGrowOptions, MixtureOfExpertsMlp>(
            "MoE_MLP_RandomGrow", "mixture_of_experts_mlp", "mlp.MoE_MLP_RandomGrow", grows: true),
        Of<MoeMlpUsageGrowOptions, MixtureOfExpertsMlp>(
            "MoE_MLP_UsageGrow", "mixture_of_experts_mlp", "mlp.MoE_MLP_UsageGrow", grows: true),
        Of<LeNet5Options, LeNet5>("LeNet5", "lenet5"),
        Of<FireflyModelOptions, Vgg>("VGG", "vgg", "vgg.VGG"),
        Of<MoeVggOptions, MixtureOfExpertsVgg>("MoE_VGG", "mixture_of_experts_vgg", "vgg.MoE_VGG"),
        Of<MoeVggRandomGrowOptions, MixtureOfExpertsVgg>(
            "MoE_VGG_RandomGrow", "mixture_of_experts_vgg", "vgg.MoE_VGG_RandomGrow", grows: true),
        Of<MoeVggUsageGrowOptions, MixtureOfExpertsVgg>(
            "MoE_VGG_UsageGrow", "mixture_of_experts_vgg", "vgg.MoE_VGG_UsageGrow", grows: true),
        Of<ResNet18Options, ResNet18>("ResNet18", "resnet18", "resnet.ResNet18"),
        Of<SubnetVggOptions, SubnetVgg>("SubnetVGG", "subnet_vgg", "sp_vgg.SubnetVGG", grows: true),
        Of<FireflyVggOptions, FireflyVgg>("FireflyVGG", "firefly_vgg", "firefly_vgg.models.sp_vgg"),
        Of<MlpMixerOptions, MlpMixer>("MLPMixer", "mlp_mixer", "mlpmixer.MLPMixer"),
    ];

    /// <summary>The <c>class_name</c> of every model that grows, for messages.</summary>
    public static string GrowingModels => string.Join(", ", All.Where(architecture => architecture.Grows).Select(grows => grows.ClassName));

    /// <summary>
    /// Has JSON tell structures apart by the names in this catalog: a modifier of a resolver of <see cref="NetworkStructure"/>.
    /// </summary>
    public static void NameStructures(JsonTypeInfo type)
    {
        if (type.Type != typeof(NetworkStructure)) return;
        foreach (var (structure, name) in All.Select(architecture => (architecture.Structure, architecture.WrittenName)).Distinct())
            type.PolymorphismOptions!.DerivedTypes.Add(new JsonDerivedType(structure, name));
    }

    private static Architecture Of<TOptions, TStructure>(
        string className, string writtenName, string? pythonName = null, bool grows = false)
        where TOptions : ModelOptions
        where TStructure : NetworkStructure =>
        new(
            className, pythonName is null ? null : $"{PythonPackage}.{pythonName}", typeof(TOptions), typeof(TStructure), writtenName,
            grows);
}

/// <summary>One architecture that a config may name.</summary>
/// <param name="ClassName">The <c>class_name</c> of a config.</param>
/// <param name="PythonName">The class of the Python project that it stands for as well, or null.</param>
/// <param name="Options">The type of its options, a <see cref="ModelOptions"/>.</param>
/// <param name="Structure">The type of the structure they make, a <see cref="NetworkStructure"/>.</param>
/// <param name="WrittenName">What structures are told apart by in JSON, in their property <c>architecture</c>.</param>
/// <param name="Grows">Whether the structure that these options make can grow (<see cref="NetworkStructure.CanGrow"/>).</param>
public sealed record Architecture(
    string ClassName, string? PythonName, Type Options, Type Structure, string WrittenName, bool Grows);
