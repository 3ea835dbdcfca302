using System.Text.Json;
using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using Alma.Learning.Growth;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class ArchitectureParityTests
{
    private static readonly ImageShape mnist = new(1, 28, 28);

    public static TheoryData<string, long> Cases => new() { { "mlp", 54_912 }, { "moe_mlp", 110_880 }, { "moe_mlp_split_once", 166_848 } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Network_WithTheReferenceFill_GivesTheNumbersOfThePythonProject(string name, long multiplyAdds)
    {
        using var scope = NewDisposeScope();
        var expected = ReferenceNumbers.Read("architectures.json").GetProperty(name);
        using var network = Build(name);
        ReferenceFill.Fill(network);

        Assert.Equal(
            expected.GetProperty("parameters").EnumerateArray().Select(entry => $"{entry[0].GetString()} [{string.Join(",", entry[1].Numbers())}]"),
            network.NamedParameters().Select(entry => $"{entry.Name} [{string.Join(",", entry.Value.shape)}]"));
        Assert.Equal(expected.GetProperty("parameter_count").GetInt64(), network.Parameters.Count);
        Assert.Equal(multiplyAdds, network.MultiplyAddsPerExample);
        AssertLogits(expected, network);
        AssertTraining(expected, network);
    }

    private static void AssertLogits(JsonElement expected, Network network)
    {
        using var noGradient = no_grad();
        network.EvaluationMode();
        var logits = network.Forward(ReferenceFill.Input(mnist)).data<float>().ToArray();
        var reference = expected.GetProperty("eval_logits").EnumerateArray().SelectMany(row => row.Numbers()).ToArray();
        var largest = reference.Max(Math.Abs);
        Assert.Equal(reference.Length, logits.Length);
        Assert.All(reference.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
    }

    private static void AssertTraining(JsonElement expected, Network network)
    {
        network.TrainingMode();
        network.Parameters.Gradients.zero_();
        var loss = nn.functional.cross_entropy(network.Forward(ReferenceFill.Input(mnist)), ReferenceFill.Labels());
        loss.backward();
        Assert.Equal(expected.GetProperty("train_loss").GetDouble(), loss.item<float>(), 1e-4);
        var norms = network.Parameters.Slots.Select(slot => (double)FlatParameters.View(network.Parameters.Gradients, slot).norm().item<float>());
        foreach (var (reference, norm) in expected.GetProperty("train_gradient_norms").Numbers().Zip(norms))
            Assert.Equal(reference, norm, (1e-4 * reference) + 1e-7);
    }

    private static Network Build(string name)
    {
        using var generator = new Generator(1, CPU);
        NetworkStructure structure = name == "mlp" ? new MultilayerPerceptron(mnist, 10, 64, 2) : MixtureTests.Mlp(mnist, 10, 64);
        var network = new Network(structure, CPU, generator);
        if (name != "moe_mlp_split_once") return network;
        using (network) return ExpertGrowth.Split(network, [ExpertPath.Root.Under(1), ExpertPath.Root.Under(0)], 2, generator);
    }
}
