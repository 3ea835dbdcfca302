using Alma.Data;
using Alma.Learning.Export;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Export;

/// <summary>ONNX Runtime gives what LibTorch gives, for every architecture, learner and rule.</summary>
public sealed class ModelGraphTests
{
    private const float Tolerance = 1e-5f;
    private static readonly Normalisation ofThree = new([0.4f, 0.5f, 0.45f], [0.2f, 0.25f, 0.3f]);

    public static TheoryData<string, int> Architectures
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in ArchitectureCases.All.Keys)
                for (var shape = 0; shape < ArchitectureCases.Shapes.Length; shape++) cases.Add(name, shape);
            return cases;
        }
    }

    public static TheoryData<string> Learners => [.. LearnerCases.All.Keys];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Graph_OfAnyArchitecture_GivesLibTorchsProbabilities(string name, int shape)
    {
        using var scope = NewDisposeScope();
        using var network = Settled(ArchitectureCases.Build(name, ArchitectureCases.Shapes[shape]));

        AssertSame([network], new SumOfLogits());
    }

    [Theory]
    [InlineData("MoE_MLP_UsageGrow")]
    [InlineData("MoE_VGG_RandomGrow")]
    [InlineData("SubnetVGG")]
    public void Graph_OfANetworkThatHasGrownTwice_GivesLibTorchsProbabilities(string name)
    {
        using var scope = NewDisposeScope();
        using var task = Task();
        using var network = ArchitectureCases.Build(name, task.InputShape);
        using var once = Grown(network, task);
        using var twice = Settled(Grown(once, task));

        AssertSame([twice], new SumOfLogits());
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Graph_OfAnyLearner_GivesItsPredictions(string name)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        using var learner = LearnerCases.All[name].Build(new LearnerContext(task, new Seeds(1), CPU, new RecordedTraining(), default));
        foreach (var megabatch in new MegabatchStream((int)task.Train.Count, 3, 0).StartingAt(0)) learner.Update(megabatch);

        AssertSame(learner.Networks, learner.Rule, task.Train.Normalisation);
    }

    public static TheoryData<CombinationRule> Rules =>
    [
        new MeanOfLogits(false), new MeanOfLogits(true), new MeanOfProbabilities(false), new MeanOfProbabilities(true), new SumOfLogits(),
        new WeightedLogits([0.5, 1.5, -1, 0, 2], false), new WeightedLogits([0.5, 1.5, -1, 0, 2], true),
    ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Graph_OfAnyRule_CombinesAsLibTorch(CombinationRule rule)
    {
        using var scope = NewDisposeScope();
        Network[] members = [.. Enumerable.Range(1, 5).Select(seed => ArchitectureCases.Build("MLP", ReferenceNetworks.Mnist, seed))];

        AssertSame(members, rule);

        foreach (var member in members) member.Dispose();
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Graph_OfMembersThatDoNotKnowAllClasses_CombinesThemAsLibTorch(CombinationRule rule)
    {
        using var scope = NewDisposeScope();
        Network[] members = [.. new[] { 2, 2, 3, 5, 5 }.Select((classCount, k) =>
        {
            using var generator = new Generator((ulong)k, CPU);
            return new Network(ArchitectureCases.All["MLP"].Structure(ReferenceNetworks.Mnist, classCount), CPU, generator);
        })];

        AssertSame(members, rule);

        foreach (var member in members) member.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Graph_OfTiedVotesAndLogits_DecidesAsLibTorch(bool vote)
    {
        // Biases alone decide, and are the same for several classes: by vote 1, 2 and 2, 1; by mean all alike.
        using var scope = NewDisposeScope();
        float[][] biases = [[0, 3, 3, 1], [0, 1, 3, 3], [2, 2, 0, 2], [2, 2, 0, 2]];
        var structure = new Learning.Architectures.Perceptron.MultilayerPerceptron(new ImageShape(1, 1, 2), 4, 1, 0);
        using var generator = new Generator(1, CPU);
        Network[] members = [.. biases.Select(bias =>
        {
            var network = new Network(structure, CPU, generator);
            using var noGradient = no_grad();
            foreach (var (name, value) in network.NamedParameters())
                if (name.EndsWith("bias", StringComparison.Ordinal)) value.copy_(tensor(bias));
                else value.zero_();
            return network;
        })];

        AssertSame(members, new MeanOfLogits(vote), new Normalisation([0.5f], [0.5f]));

        foreach (var member in members) member.Dispose();
    }

    [Fact]
    public void Graph_OfWeightsThatLackOne_SaysWhich()
    {
        using var network = ArchitectureCases.Build("MLP", ReferenceNetworks.Mnist);
        var whole = OnnxRun.Weights(network);
        var lacking = whole with { Weights = whole.Weights.Where(entry => entry.Key != "model.2.bias").ToDictionary() };

        var error = Assert.Throws<LearningException>(() => Graph([lacking], new SumOfLogits()));

        Assert.Equal("The model has no weights model.2.bias.", error.Message);
    }

    [Fact]
    public void Graph_OfWeightsOfAnotherShape_SaysBoth()
    {
        using var network = ArchitectureCases.Build("MLP", ReferenceNetworks.Mnist);
        var whole = OnnxRun.Weights(network);
        var other = new Dictionary<string, WeightArray>(whole.Weights) { ["model.2.bias"] = new([3], [0, 0, 0]) };

        var error = Assert.Throws<LearningException>(() => Graph([whole with { Weights = other }], new SumOfLogits()));

        Assert.Equal("The model's weights model.2.bias are of shape (3), and its structure has (8).", error.Message);
    }

    private static void AssertSame(IReadOnlyList<Network> networks, CombinationRule rule, Normalisation? normalisation = null)
    {
        var shape = networks[0].Structure.InputShape;
        normalisation ??= shape.Channels == 1 ? new Normalisation([0.3f], [0.2f]) : ofThree;
        const int count = 6;
        using var generator = new Generator(3, CPU);
        var pixels = randint(0, 256, [count, shape.Channels, shape.Height, shape.Width], ScalarType.Byte, generator: generator);
        using var images = new ResidentImages(pixels.clone(), zeros(count, ScalarType.Int64), normalisation);
        var batch = images.Gather(arange(count)).Images;
        foreach (var network in networks) network.EvaluationMode();
        using var noGradient = no_grad();
        var classCount = networks.Max(network => network.Structure.ClassCount);
        var expected = rule.Combine(stack(networks.Select(network => MissingClasses.Pad(network.Forward(batch), classCount))));

        using var run = new OnnxRun(
            ModelGraph.Of(new NetworkInput(shape, normalisation), [.. networks.Select(OnnxRun.Weights)], rule));
        var (logits, probabilities, labels) = run.Predict(pixels.data<byte>().ToArray(), count, shape.Channels, shape.Height, shape.Width);

        AssertClose(expected.Logits.softmax(1), probabilities, Tolerance);
        AssertClose(expected.Logits, logits, Tolerance * Math.Max(1, expected.Logits.abs().max().item<float>()));
        Assert.Equal(expected.Choice.data<long>().ToArray(), labels);
    }

    private static void AssertClose(Tensor expected, float[] actual, float tolerance)
    {
        var values = expected.contiguous().data<float>().ToArray();
        Assert.Equal(values.Length, actual.Length);
        Assert.All(values.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }

    private static Alma.Onnx.OnnxGraph Graph(IReadOnlyList<ModelNetwork> networks, CombinationRule rule) =>
        ModelGraph.Of(new NetworkInput(networks[0].Structure.InputShape, new Normalisation([0.3f], [0.2f])), networks, rule);

    // Batch norm's running statistics are those of some batches, not those it begins with.
    private static Network Settled(Network network)
    {
        using var noGradient = no_grad();
        using var generator = new Generator(5, CPU);
        var shape = network.Structure.InputShape;
        network.TrainingMode();
        network.Noise.DrawFrom(new Generator(7, CPU));
        for (var step = 0; step < 2; step++)
            network.Forward(randn(8, shape.Channels, shape.Height, shape.Width, generator: generator));
        return network;
    }

    private static Network Grown(Network network, LearningTask task)
    {
        using var generator = new Generator(11, CPU);
        var material = new GrowthMaterial(task.Train, [0, 1, 2, 3], 4, new Seeds(1).Indices(SeedPurpose.Growth, 1), generator);
        return network.Structure.Grow(network, material).Grown;
    }

    private static LearningTask Task()
    {
        var pixels = new byte[8 * 3 * 32 * 32];
        for (var k = 0; k < pixels.Length; k++) pixels[k] = (byte)(k * 31);
        return new("noise", 10, Images(pixels), Images(pixels));
    }

    private static ResidentImages Images(byte[] pixels) =>
        ResidentImages.From(new ImageSet(pixels, new byte[8], 3, 32, 32), ofThree, CPU);
}
