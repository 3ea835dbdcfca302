using System.Text.Json;
using Alma.Learning.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class ArchitectureParityTests
{
    // One of its values lies so near the kink of a ReLU that float32 decides by its rounding on which side: Python's numbers are
    // those of the other side than float64's, ours on a CPU those of float64.
    private const string AtAKink = "resnet18_20";

    public static TheoryData<string> Cases =>
        [.. new[] { Reference, ReferenceOfOthers }.SelectMany(file => file.EnumerateObject()).Select(entry => entry.Name).Distinct()];

    // That of the mixture in architectures.json had running statistics moved by one random image.
    private static JsonElement Expected(string name) => ReferenceOfOthers.TryGetProperty(name, out var found) ? found : Reference.GetProperty(name);

    private static JsonElement Reference => ReferenceNumbers.Read("architectures.json");

    private static JsonElement ReferenceOfOthers => ReferenceNumbers.Read("architectures_more.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Network_WithTheReferenceFill_GivesTheNumbersOfThePythonProject(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Expected(name);
        using var network = ReferenceNetworks.Build(name);
        ReferenceFill.Fill(network);

        Assert.Equal(
            expected.GetProperty("parameters").EnumerateArray().Select(entry => $"{entry[0].GetString()} [{string.Join(",", entry[1].Numbers())}]"),
            network.NamedParameters().Select(entry => $"{entry.Name} [{string.Join(",", entry.Value.shape)}]"));
        Assert.Equal(expected.GetProperty("parameter_count").GetInt64(), network.Parameters.Count);
        if (expected.TryGetProperty("state", out var state)) Assert.Equal(state.EnumerateArray().Select(entry => entry.GetString()), network.NamedState().Select(entry => entry.Name));
        AssertLogits(expected, network);
        AssertTraining(expected, network, name == AtAKink ? 5e-2 : 1e-4);
        if (name == AtAKink) AssertExactGradients(network);
    }

    [Theory]
    [InlineData("subnet_vgg_16_grown_once")]
    [InlineData("subnet_vgg_16_grown_twice")]
    [InlineData("subnet_vgg_16_grown_thrice")]
    public void SubnetVgg_AfterGrowth_PrunesAtTheRatesOfThePythonProject(string name)
    {
        using var network = ReferenceNetworks.Build(name);
        Assert.Equal(Expected(name).GetProperty("prune_rates").Numbers(), ((SubnetVgg)network.Structure).PruneRates);
    }

    [Theory]
    [InlineData("mlp", 54_912)]
    [InlineData("moe_mlp", 110_880)]
    [InlineData("moe_mlp_split_once", 166_848)]
    [InlineData("vgg_16", 4_848_288)]
    [InlineData("moe_vgg_16", 6_836_704)]
    [InlineData("moe_vgg_16_split_once", 8_825_120)]
    [InlineData("resnet18_20", 55_005_760)]
    [InlineData("firefly_vgg_16", 4_848_288)]
    [InlineData("subnet_vgg_16", 4_801_952)]
    [InlineData("subnet_vgg_16_grown_once", 7_350_280)]
    [InlineData("mlp_mixer", 5_799_104)]
    public void MultiplyAdds_AreThoseThatFvcoreCounts(string name, long multiplyAdds)
    {
        using var network = ReferenceNetworks.Build(name);
        Assert.Equal(multiplyAdds, network.MultiplyAddsPerExample);
    }

    [Fact]
    public void MultiplyAdds_OfOtherSizes_AreThoseOfTheReference()
    {
        using var generator = new Generator(1, CPU);
        using var fullVgg = new Network(new Vgg(ReferenceNetworks.Cifar, 10, 0), CPU, generator);
        using var colourMixer = new Network(new MlpMixer(ReferenceNetworks.Cifar, 10, 4, 64, 2, 4, 0), CPU, generator);
        Assert.Equal((20_040_522, 398_742_528), (fullVgg.Parameters.Count, fullVgg.MultiplyAddsPerExample));
        Assert.Equal((136_778, 8_688_256), (colourMixer.Parameters.Count, colourMixer.MultiplyAddsPerExample));
    }

    private static void AssertLogits(JsonElement expected, Network network)
    {
        using var noGradient = no_grad();
        network.EvaluationMode();
        var logits = network.Forward(ReferenceFill.Input(network.Structure.InputShape)).data<float>().ToArray();
        var reference = expected.GetProperty("eval_logits").EnumerateArray().SelectMany(row => row.Numbers()).ToArray();
        var largest = reference.Max(Math.Abs);
        Assert.Equal(reference.Length, logits.Length);
        var deviation = reference.Zip(logits, (wanted, given) => Math.Abs(wanted - given) / largest).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"largest deviation of a logit: {deviation:E1} of the largest logit");
        Assert.True(deviation <= 1e-4, $"logits differ by {deviation} of the largest");
    }

    private static void AssertTraining(JsonElement expected, Network network, double tolerance)
    {
        network.TrainingMode();
        network.Parameters.Gradients.zero_();
        var loss = nn.functional.cross_entropy(network.Forward(ReferenceFill.Input(network.Structure.InputShape)), ReferenceFill.Labels());
        loss.backward();
        Assert.Equal(expected.GetProperty("train_loss").GetDouble(), loss.item<float>(), 1e-4);
        var references = expected.GetProperty("train_gradient_norms").EnumerateArray().ToArray();
        Assert.Equal(references.Length, network.Parameters.Slots.Length);
        var deviations = references.Zip(network.Parameters.Slots, (reference, slot) => GradientDeviation(reference, network, slot)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"loss differs by {Math.Abs(expected.GetProperty("train_loss").GetDouble() - loss.item<float>()):E1}, gradient norms by {deviations.Max():E1}");
        Assert.All(deviations, deviation => Assert.True(deviation <= tolerance, $"a gradient norm differs by {deviation}"));
    }

    // Those that backward just left in the network, against those of the same modules in float64.
    private static void AssertExactGradients(Network network)
    {
        using var module = network.Structure.Build(network.Noise);
        using (no_grad())
            foreach (var (name, value) in module.named_parameters()) value.copy_(network.NamedParameters().Single(entry => entry.Name == name).Value);
        module.to(ScalarType.Float64);
        module.train();
        var input = ReferenceFill.Input(network.Structure.InputShape).to(ScalarType.Float64);
        nn.functional.cross_entropy(module.call(input), ReferenceFill.Labels()).backward();
        foreach (var (slot, (name, parameter)) in network.Parameters.Slots.Zip(module.named_parameters()))
        {
            var exact = parameter.grad!;
            var deviation = (FlatParameters.View(network.Parameters.Gradients, slot) - exact).norm() / exact.norm().clamp_min(1e-3);
            Assert.True(deviation.item<double>() <= 1e-4, $"{name} differs by {deviation.item<double>()}");
        }
    }

    // A parameter without a gradient (null) has one of zero here.
    private static double GradientDeviation(JsonElement reference, Network network, ParameterSlot slot)
    {
        var wanted = reference.ValueKind == JsonValueKind.Null ? 0 : reference.GetDouble();
        var given = FlatParameters.View(network.Parameters.Gradients, slot).norm().item<float>();
        return Math.Abs(wanted - given) / Math.Max(wanted, 1e-3);
    }
}
