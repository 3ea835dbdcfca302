using Alma.Learning.Compute;
using Alma.Learning.Networks;
using Alma.Learning.Training;
using static TorchSharp.torch;
using OptimizerOptions = Alma.Learning.Training.OptimizerOptions;

namespace Alma.Learning.Tests.Training;

public sealed class OptimizerParityTests
{
    private static readonly float[] start = [0.5f, -1, 2, 0, -0.25f];

    public static TheoryData<string, OptimizerOptions> ReferenceCases => new()
    {
        { "adadelta lr=1", new AdadeltaOptions { Lr = 1 } },
        { "sgd lr=0.01 momentum=0.9 weight_decay=1e-4", new SgdOptions { Lr = 0.01, Momentum = 0.9, WeightDecay = 1e-4 } },
        {
            "sgd lr=0.01 momentum=0.9 nesterov weight_decay=1e-4",
            new SgdOptions { Lr = 0.01, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4 }
        },
        { "adam lr=0.001", new AdamOptions { Lr = 0.001 } },
        { "rmsprop lr=0.001 momentum=0.1 alpha=0.9", new RmsPropOptions { Lr = 0.001, Momentum = 0.1, Alpha = 0.9 } },
    };

    [Theory]
    [MemberData(nameof(ReferenceCases))]
    public void Step_OfAReferenceCase_FollowsItsTrace(string name, OptimizerOptions options)
    {
        var expected = ReferenceNumbers.Read("optimizers.json").GetProperty(name).EnumerateArray().Select(step => step.Numbers()).ToArray();
        AssertTrace(expected, Trace(parameters => new OwnSteps(options.Build(parameters), parameters, ComputeBackend.Cpu)));
        AssertTrace(expected, Trace(parameters => new OwnSteps(options.Build(parameters), parameters, ComputeBackend.Torch)));
    }

    // TorchSharp's own optimizers stand in for PyTorch's where the reference has no trace.
    public static TheoryData<string, OptimizerOptions> TorchSharpCases => new()
    {
        { "adamw", new AdamWOptions { Lr = 0.01 } },
        { "adam with decay", new AdamOptions { Lr = 0.01, WeightDecay = 0.1 } },
        { "centered rmsprop with decay", new RmsPropOptions { Centered = true, Momentum = 0.5, WeightDecay = 0.1 } },
        { "adadelta with decay", new AdadeltaOptions { Rho = 0.8, WeightDecay = 0.1 } },
        { "sgd with dampening", new SgdOptions { Lr = 0.1, Momentum = 0.9, Dampening = 0.5 } },
        { "plain sgd", new SgdOptions { Lr = 0.1 } },
    };

    [Theory]
    [MemberData(nameof(TorchSharpCases))]
    public void Step_OfAnyOptimizer_FollowsTorchSharps(string name, OptimizerOptions options)
    {
        var expected = Trace(parameters =>
            new LibrarySteps(Library(name, new TorchSharp.Modules.Parameter(parameters.Values.clone())), parameters));
        AssertTrace(expected, Trace(parameters => new OwnSteps(options.Build(parameters), parameters, ComputeBackend.Cpu)));
        AssertTrace(expected, Trace(parameters => new OwnSteps(options.Build(parameters), parameters, ComputeBackend.Torch)));
    }

    [Fact]
    public void Step_OfSoManyParametersThatThreadsShareThem_IsThatOfTensorOperations()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var (before, gradients) = (randn([1_300_003], generator: generator), randn([1_300_003], generator: generator));
        var (inOnePass, byOperations) = (before.clone(), before.clone());
        using var one = new AdadeltaOptions().Build(inOnePass, gradients);
        using var other = new AdadeltaOptions().Build(byOperations, gradients);
        for (var step = 0; step < 2; step++)
        {
            one.Step(ComputeBackend.Cpu);
            other.Step(ComputeBackend.Torch);
        }
        Assert.False(before.allclose(inOnePass));
        Assert.True(byOperations.allclose(inOnePass, 1e-6, 1e-7));
    }

    private static optim.Optimizer Library(string name, TorchSharp.Modules.Parameter parameter) => name switch
    {
        "adamw" => optim.AdamW([parameter], lr: 0.01, weight_decay: 0.01),
        "adam with decay" => optim.Adam([parameter], lr: 0.01, weight_decay: 0.1),
        "centered rmsprop with decay" => optim.RMSProp([parameter], lr: 0.01, centered: true, momentum: 0.5, weight_decay: 0.1),
        "adadelta with decay" => optim.Adadelta([parameter], lr: 1, rho: 0.8, weight_decay: 0.1),
        "sgd with dampening" => optim.SGD([parameter], 0.1, momentum: 0.9, dampening: 0.5),
        _ => optim.SGD([parameter], 0.1),
    };

    private static void AssertTrace(IEnumerable<double[]> expected, IEnumerable<double[]> trace) =>
        Assert.All(
            expected.Zip(trace), steps => Assert.All(steps.First.Zip(steps.Second), pair => Assert.Equal(pair.First, pair.Second, 1e-6)));

    // Before step t the gradient is sin(3 p + t), as the reference says.
    private static List<double[]> Trace(Func<FlatParameters, ISteps> build)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var layer = nn.Linear(5, 1, hasBias: false);
        using var parameters = new FlatParameters(layer, CPU);
        parameters.Values.copy_(tensor(start));
        var steps = build(parameters);
        var trace = new List<double[]>();
        for (var t = 0; t < 10; t++)
        {
            parameters.Gradients.copy_(((parameters.Values * 3) + t).sin());
            steps.Step();
            trace.Add([.. parameters.Values.data<float>().ToArray().Select(value => (double)value)]);
        }
        return trace;
    }

    private interface ISteps
    {
        void Step();
    }

    private sealed record OwnSteps(Optimizer Optimizer, FlatParameters Parameters, ComputeBackend Backend) : ISteps
    {
        public void Step()
        {
            Assert.Equal(5, Parameters.Count);
            Optimizer.Step(Backend);
        }
    }

    private sealed class LibrarySteps(optim.Optimizer optimizer, FlatParameters parameters) : ISteps
    {
        public void Step()
        {
            var parameter = optimizer.parameters().Single();
            parameter.grad = parameters.Gradients.clone();
            optimizer.step();
            parameters.Values.copy_(parameter);
        }
    }
}
