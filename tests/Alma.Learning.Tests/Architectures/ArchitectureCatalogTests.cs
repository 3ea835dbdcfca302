using Alma.Learning.Architectures;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;

namespace Alma.Learning.Tests.Architectures;

public sealed class ArchitectureCatalogTests
{
    private static IEnumerable<Type> Types<T>() =>
        typeof(T).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(T)));

    [Fact]
    public void Catalog_OfAlma_HasAllOptionsAndStructures()
    {
        Type[] withoutLearnersKeys = [typeof(VggOptions)]; // a config's are FireflyModelOptions
        Assert.Equal(
            Types<ModelOptions>().Except(withoutLearnersKeys).Order(byName),
            ArchitectureCatalog.All.Select(entry => entry.Options).Order(byName));
        Assert.Equal(
            Types<NetworkStructure>().Order(byName), ArchitectureCatalog.All.Select(entry => entry.Structure).Distinct().Order(byName));
    }

    [Fact]
    public void WrittenNames_OfOldCheckpoints_AreStillRead() => Assert.Superset(
        new HashSet<string>
        {
            "MultilayerPerceptron multilayer_perceptron", "MixtureOfExpertsMlp mixture_of_experts_mlp", "Vgg vgg",
            "MixtureOfExpertsVgg mixture_of_experts_vgg", "ResNet18 resnet18", "SubnetVgg subnet_vgg", "FireflyVgg firefly_vgg",
            "MlpMixer mlp_mixer",
        },
        ArchitectureCatalog.All.Select(entry => $"{entry.Structure.Name} {entry.WrittenName}").ToHashSet());

    [Fact]
    public void Options_OfEachArchitecture_MakeItsStructure() => Assert.All(ArchitectureCases.All.Values, options => Assert.Equal(
        ArchitectureCatalog.All.Single(entry => entry.Options == options.GetType()).Structure,
        options.Structure(ReferenceNetworks.Mnist, 10).GetType()));

    [Fact]
    public void Catalog_SaysOfEachArchitecture_WhetherItsStructureCanGrow() => Assert.All(ArchitectureCases.All.Values, options =>
        Assert.Equal(
            options.Structure(ReferenceNetworks.Mnist, 10).CanGrow(),
            ArchitectureCatalog.All.Single(entry => entry.Options == options.GetType()).Grows));

    [Fact]
    public void GrowingModels_ForMessages_AreTheirClassNames() => Assert.Equal(
        "MoE_MLP_RandomGrow, MoE_MLP_UsageGrow, MoE_VGG_RandomGrow, MoE_VGG_UsageGrow, SubnetVGG", ArchitectureCatalog.GrowingModels);

    [Fact]
    public void Cases_OfTheTests_HaveEveryArchitecture() => Assert.Equal(
        ArchitectureCatalog.All.Select(entry => entry.Options).Order(byName),
        ArchitectureCases.All.Values.Select(options => options.GetType()).Distinct().Order(byName));

    private static readonly Comparer<Type> byName = Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.FullName, b.FullName));
}
