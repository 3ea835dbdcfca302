// B: batch, C: channels, H, W: height and width.
using static Alma.Testing.DrawnTensors;
using static TorchSharp.torch;

namespace Alma.Kernels.Tests;

/// <summary>
/// What every function with a backward pass of ours keeps to: no layout of inputs or gradients matters, and nothing ends the process.
/// </summary>
public sealed class MemoryFunctionTests
{
    // Odd widths, batches of one, images of one row, column and pixel: where a layout cannot be told from another, LibTorch chooses.
    private static readonly (long B, int C, long H, long W)[] shapes =
        [(1, 16, 1, 1), (2, 16, 2, 1), (1, 17, 4, 4), (3, 31, 1, 6), (5, 16, 2, 2), (2, 33, 3, 5)];

    private static readonly Dictionary<Type, Case> cases = new()
    {
        [typeof(PoolingFunction)] = new(
            shape => shape.H % 2 == 0 && shape.W % 2 == 0,
            shape => [Drawn(1, shape.B, shape.C, shape.H, shape.W)],
            inputs => [Pooling.Apply(inputs[0])]),
        [typeof(BatchNormFunction)] = new(
            shape => shape.B * shape.H * shape.W > 1,
            shape => [Drawn(1, shape.B, shape.C, shape.H, shape.W), Drawn(2, shape.C), Drawn(3, shape.C)],
            inputs => [Normalised(inputs, isPooled: inputs[0].shape[2] % 2 == 0 && inputs[0].shape[3] % 2 == 0)]),
        [typeof(SplitActivationFunction)] = new(
            _ => true,
            shape =>
            [
                Drawn(1, shape.B, (2 * shape.C) + 70, shape.H, shape.W),
                Drawn(2, shape.B, shape.C + 70, shape.H, shape.W),
                zeros(shape.C + 70)
            ],
            Split),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> layouts = new()
    {
        ["contiguous"] = tensor => tensor.contiguous(),
        ["channels last"] = ChannelsLast.Of,
        ["transposed"] = tensor => tensor.transpose(2, 3).contiguous().transpose(2, 3),
        ["batch last"] = tensor => tensor.permute(1, 2, 3, 0).contiguous().permute(3, 0, 1, 2),
        ["every second image"] = tensor => stack([tensor, tensor], 1).select(1, 0),
        ["some of the channels"] = tensor => cat([tensor, tensor], 1).narrow(1, 0, tensor.shape[1]),
        ["some of the columns"] = tensor => cat([tensor, tensor], 3).narrow(3, 0, tensor.shape[3]),
    };

    public static TheoryData<string> Functions => [.. OurFunctions().Select(type => type.Name)];

    [Fact]
    public void Functions_WithABackwardPass_AreMemoryFunctions() =>
        Assert.All(OurFunctions(), type => Assert.Equal(
            typeof(MemoryFunction<>), type.BaseType is { IsGenericType: true } basis ? basis.GetGenericTypeDefinition() : null));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_OfInputsAndGradientsInAnyLayout_GivesTheSameBits(string name)
    {
        var function = cases.Single(entry => entry.Key.Name == name).Value;
        foreach (var shape in shapes.Where(function.Suits))
        {
            using var scope = NewDisposeScope();
            var expected = Results(function, shape, ChannelsLast.Of, ChannelsLast.Of);
            foreach (var (inputLayout, ofInput) in layouts)
                foreach (var (gradientLayout, ofGradient) in layouts)
                {
                    var given = Results(function, shape, ofInput, ofGradient);
                    for (var k = 0; k < expected.Length; k++)
                        Assert.True(
                            expected[k].eq(given[k]).all().item<bool>(),
                            $"{name} of {shape}: result {k} of inputs {inputLayout} and gradients {gradientLayout}");
                }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_OfAGradientThatIsOneNumber_TakesIt(string name)
    {
        var function = cases.Single(entry => entry.Key.Name == name).Value;
        using var scope = NewDisposeScope();
        var inputs = Inputs(function, shapes[4], ChannelsLast.Of);
        var outputs = function.Apply(inputs);
        GradientInFlight.Backpropagate(outputs[0].sum()); // expanded from a scalar, and nothing of a second output
        Assert.All(inputs, input => Assert.True(input.grad!.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Apply_OfWhatDoesNotFit_IsRefusedBeforeAnythingIsComputed()
    {
        using var scope = NewDisposeScope();
        var activation = new SplitActivation(new float[16], new float[16], 70, 1);
        Tensor known = zeros(2, 102, 4, 4), fresh = zeros(2, 86, 4, 4);
        Assert.Throws<ArgumentException>(() => activation.Apply(zeros(2, 101, 4, 4), fresh, null));
        Assert.Throws<ArgumentException>(() => activation.Apply(known, zeros(2, 86, 4, 2), null));
        Assert.Throws<ArgumentException>(() => activation.Apply(known, zeros(1, 86, 4, 4), null));
        Assert.Throws<ArgumentException>(() => activation.Apply(known, fresh, zeros(85)));
        Assert.Throws<ArgumentException>(() => activation.Apply(known.to(ScalarType.Float64), fresh, null));
        Assert.Throws<ArgumentException>(() =>
            (activation with { NewCount = 4 }).Apply(zeros(2, 36, 4, 4), null, null));
        foreach (var images in (Tensor[])[zeros(2, 15, 4, 4), zeros(2, 16, 3, 4), zeros(2, 16, 4, 3), zeros(0, 16, 4, 4), zeros(16, 4, 4)])
            Assert.Throws<ArgumentException>(() => Pooling.Apply(images));
        Assert.Throws<ArgumentException>(() => Normalised([zeros(2, 16, 3, 4), ones(16), zeros(16)], isPooled: true));
    }

    [Theory]
    [InlineData(Fault.Throws, "no memory")]
    [InlineData(Fault.OtherShape, "gives a gradient (3) for an input (2, 16, 2, 2)")]
    [InlineData(Fault.TooFew, "Index was outside the bounds")]
    [InlineData(Fault.Unreadable, "Tensor invalid")]
    public void Backward_ThatFails_IsToldByAnExceptionAndDoesNotEndTheProcess(Fault fault, string told)
    {
        using var scope = NewDisposeScope();
        var input = Drawn(1, 2, 16, 2, 2).requires_grad_();
        var loss = Pooling
            .Apply(Faulty.Apply(Pooling.Apply(cat([input, input], 2).repeat(1, 1, 1, 2)), fault).repeat(1, 1, 2, 2))
            .sum();
        var error = Assert.Throws<InvalidOperationException>(() => GradientInFlight.Backpropagate(loss));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        GradientInFlight.Backpropagate(Pooling.Apply(input).sum());
    }

    [Fact]
    public void Backward_OfAFunctionWhoseOutputNobodyUsed_AfterItsScopeIsGone_TakesItsGradientAsZero()
    {
        using var scope = NewDisposeScope();
        var known = Drawn(1, 2, 102, 2, 2).requires_grad_();
        Tensor born;
        using (NewDisposeScope())
            born = new SplitActivation(new float[16], new float[16], 70, 1).Apply(known, null, null).Born.MoveToOuterDisposeScope();
        GradientInFlight.Backpropagate(born.sum());
        Assert.Equal(0, known.grad!.narrow(1, 0, 32).abs().sum().item<float>());
        Assert.NotEqual(0, known.grad!.narrow(1, 32, 70).abs().sum().item<float>());
    }

    /// <summary>What a backward pass can do wrong.</summary>
    public enum Fault
    {
        Throws,
        OtherShape,
        TooFew,
        Unreadable,
    }

    private static IEnumerable<Type> OurFunctions() => typeof(PoolingFunction).Assembly.GetTypes()
        .Where(type =>
            type is { IsAbstract: false }
            && Ancestors(type).Any(basis => basis.IsGenericType && basis.GetGenericTypeDefinition() == typeof(autograd.Function<>)));

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var basis = type.BaseType; basis is not null; basis = basis.BaseType) yield return basis;
    }

    // Outputs, then the gradients of the inputs.
    private static Tensor[] Results(
        Case function, (long B, int C, long H, long W) shape, Func<Tensor, Tensor> inputLayout, Func<Tensor, Tensor> gradientLayout)
    {
        var inputs = Inputs(function, shape, inputLayout);
        var outputs = function.Apply(inputs);
        autograd.backward(outputs, [.. outputs.Select((output, k) => gradientLayout(Drawn(10 + k, output.shape)))]);
        GradientInFlight.ThrowFailure();
        return [.. outputs, .. inputs.Select(input => input.grad!)];
    }

    private static Tensor[] Inputs(Case function, (long B, int C, long H, long W) shape, Func<Tensor, Tensor> layout) =>
        [.. function.Inputs(shape).Select(input => (input.dim() == 4 ? layout(input) : input).detach().requires_grad_())];

    private static Tensor Normalised(Tensor[] inputs, bool isPooled)
    {
        var (input, channels) = (ChannelsLast.Of(inputs[0].detach()), (int)inputs[0].shape[1]);
        var mean = input.mean([0, 2, 3], keepdim: true);
        var statistics = new ChannelStatistics(Numbers(mean), Numbers((input - mean).square().sum([0, 2, 3])), input.numel() / channels);
        return BatchNormalisation.Apply(inputs[0], inputs[1], inputs[2], statistics, 1e-5, isActivated: true, isPooled, Worker.Alone);
    }

    private static Tensor[] Split(Tensor[] inputs)
    {
        var width = (int)(inputs[0].shape[1] - 70) / 2;
        var (neurons, born) = new SplitActivation(Floats(Drawn(4, width)), Floats(Drawn(5, width)), 70, 1)
            .Apply(inputs[0], inputs[1], inputs[2]);
        return [neurons, born];
    }

    private static float[] Floats(Tensor values) => values.detach().contiguous().data<float>().ToArray();

    private static double[] Numbers(Tensor values) => Array.ConvertAll(Floats(values), value => (double)value);

    private sealed record Case(
        Func<(long B, int C, long H, long W), bool> Suits,
        Func<(long B, int C, long H, long W), Tensor[]> Inputs,
        Func<Tensor[], Tensor[]> Apply);

    private sealed class Faulty : MemoryFunction<Faulty>
    {
        public static Tensor Apply(Tensor input, Fault fault) => Run(Worker.Alone, input, fault)[0];

        protected override List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs)
        {
            context.save_data(nameof(Fault), inputs[1]!);
            return [((Tensor)inputs[0]!).clone()];
        }

        protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor[] gradients)
        {
            switch ((Fault)context.get_data(nameof(Fault)))
            {
                case Fault.Throws: throw new InvalidOperationException("no memory");
                case Fault.OtherShape: return [zeros(3), null];
                case Fault.TooFew: return [];
                default:
                    gradients[0].Dispose();
                    return [gradients[0].clone(), null];
            }
        }
    }
}
