using Alma.Data;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.ResNet;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>The networks that the reference numbers are of.</summary>
internal static class ReferenceNetworks
{
    public const int ClassCount = 10;

    private static readonly Dictionary<string, Func<NetworkStructure>> structures = new()
    {
        ["mlp"] = () => new MultilayerPerceptron(Mnist, ClassCount, 64, 2),
        ["moe_mlp"] = () => MixtureTests.Mlp(Mnist, ClassCount, 64),
        ["vgg_16"] = () => new Vgg(Cifar, ClassCount, 16),
        ["vgg_8"] = () => new Vgg(Cifar, ClassCount, 8),
        ["moe_vgg_16"] = () => MixtureTests.Vgg(Cifar, ClassCount, 16, pooledSide: 4),
        ["resnet18_20"] = () => new ResNet18(Cifar, ClassCount, 20),
        ["resnet18_8"] = () => new ResNet18(Cifar with { Channels = 1 }, ClassCount, 8),
        ["firefly_vgg_16"] = () => FireflyVgg.Create(Cifar, ClassCount, 16),
        ["firefly_vgg_8"] = () => FireflyVgg.Create(Cifar, ClassCount, 8),
        ["subnet_vgg_16"] = () => new SubnetVggOptions { NChannels = 16, GrowNUnits = 4 }.Structure(Cifar, ClassCount),
        ["mlp_mixer"] = () => new MlpMixer(Mnist, ClassCount, 4, 64, 2, 4, 0),
        ["mlp_mixer_colour"] = () => new MlpMixer(Cifar, ClassCount, 8, 32, 3, 2, 0),
    };

    public static ImageShape Mnist { get; } = new(1, 28, 28);

    public static ImageShape Cifar { get; } = new(3, 32, 32);

    public static Network Build(string name) => name switch
    {
        "moe_mlp_split_once" => Split(structures["moe_mlp"](), 2, ["1", "0"]),
        "moe_mlp_split_in_three" => Split(Experts(MixtureTests.Mlp(Mnist, ClassCount, 32), 3), 3, ["2", "0"], ["2.1", "1"]),
        "moe_vgg_16_split_once" => Split(structures["moe_vgg_16"](), 2, ["1", "0", "1", "0"]),
        "moe_vgg_8_split_in_three" =>
            Split(Experts(MixtureTests.Vgg(Cifar, ClassCount, 8, 2), 3), 3, ["2", "0", "1", "2"], ["2.1", "1", "1.0", "0"]),
        "subnet_vgg_16_grown_once" => Widened(1),
        "subnet_vgg_16_grown_twice" => Widened(2),
        "subnet_vgg_16_grown_thrice" => Widened(3),
        _ => Grown(structures[name](), 0, (network, _, _) => network),
    };

    private static MixtureStructure Experts(MixtureStructure structure, int count) =>
        structure with { Mixtures = [.. structure.Mixtures.Select(_ => ExpertTree.Of(count))] };

    private static Network Split(NetworkStructure structure, int parts, params string[][] steps) => Grown(
        structure,
        steps.Length,
        (network, step, generator) => ExpertGrowth.Split(network, [.. steps[step].Select(Path)], parts, generator));

    private static Network Widened(int steps) =>
        Grown(structures["subnet_vgg_16"](), steps, (network, _, generator) => SubnetGrowth.Widen(network, generator));

    private static ExpertPath Path(string path) => new([.. path.Split('.').Select(int.Parse)]);

    private static Network Grown(NetworkStructure structure, int steps, Func<Network, int, Generator, Network> grow)
    {
        using var generator = new Generator(1, CPU);
        var network = new Network(structure, TestDevice.Here, generator);
        for (var step = 0; step < steps; step++)
        {
            using var smaller = network;
            network = grow(smaller, step, generator);
        }
        return network;
    }
}
