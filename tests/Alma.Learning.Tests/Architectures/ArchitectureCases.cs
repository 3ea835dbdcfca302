using Alma.Data;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.LeNet;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.ResNet;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Networks;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>Options of every architecture, small enough to train in a moment.</summary>
internal static class ArchitectureCases
{
    public static IReadOnlyDictionary<string, ModelOptions> All { get; } = new Dictionary<string, ModelOptions>
    {
        ["MLP"] = new MlpOptions { SizeLayers = 8, NLayers = 2 },
        ["MoE_MLP"] = new MoeMlpOptions { SizeLayers = 8, NLayers = 2, NExperts = 3, IsHard = false },
        ["MoE_MLP hard"] = new MoeMlpOptions { SizeLayers = 8, NLayers = 2, NExperts = 2, IsHard = true },
        ["MoE_MLP_RandomGrow hard"] =
            new MoeMlpRandomGrowOptions { SizeLayers = 8, NLayers = 1, NExperts = 2, IsHard = true, NExpertsToSplit = 2 },
        ["MoE_MLP_UsageGrow"] =
            new MoeMlpUsageGrowOptions { SizeLayers = 8, NLayers = 1, NExperts = 2, IsHard = false, NExpertsToSplit = 3 },
        ["LeNet5"] = new LeNet5Options(),
        ["VGG"] = new FireflyModelOptions { NChannels = 4 },
        ["MoE_VGG"] = new MoeVggOptions { NChannels = 4, NAdaptivepooling = 4, NExperts = 2, IsHard = false },
        ["MoE_VGG hard"] = new MoeVggOptions { NChannels = 4, NAdaptivepooling = 2, NExperts = 2, IsHard = true },
        ["MoE_VGG_RandomGrow"] =
            new MoeVggRandomGrowOptions { NChannels = 4, NAdaptivepooling = 1, NExperts = 2, IsHard = false, NExpertsToSplit = 3 },
        ["MoE_VGG_UsageGrow hard"] =
            new MoeVggUsageGrowOptions { NChannels = 4, NAdaptivepooling = 2, NExperts = 2, IsHard = true, NExpertsToSplit = 2 },
        ["ResNet18"] = new ResNet18Options { Nf = 2 },
        ["SubnetVGG"] = new SubnetVggOptions { NChannels = 4, GrowNUnits = 2 },
        ["FireflyVGG"] = new FireflyVggOptions { NChannels = 4 },
        ["MLPMixer"] = new MlpMixerOptions { PatchSize = 4, Dim = 8, Depth = 2 },
        ["MLPMixer with dropout"] = new MlpMixerOptions { PatchSize = 2, Dim = 8, Depth = 1, ExpansionFactor = 2, Dropout = 0.1 },
    };

    public static ImageShape[] Shapes { get; } = [ReferenceNetworks.Mnist, ReferenceNetworks.Cifar];

    public static TheoryData<string> Names => [.. All.Keys];

    public static Network Build(string name, ImageShape shape, int seed = 1)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return new Network(All[name].Structure(shape, 10), TestDevice.Here, generator);
    }
}
