using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>Two 3x3 convolutions with batch norm, added to their input: the basic block of a residual network (He et al. 2016).</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> conv1;
    private readonly nn.Module<Tensor, Tensor> bn1;
    private readonly nn.Module<Tensor, Tensor> conv2;
    private readonly nn.Module<Tensor, Tensor> bn2;
    private readonly nn.Module<Tensor, Tensor>? shortcut;

    public ResidualBlock(int inputs, int outputs, int stride) : base(nameof(ResidualBlock))
    {
        conv1 = nn.Conv2d(inputs, outputs, 3, stride: stride, padding: 1, bias: false);
        bn1 = new FusedBatchNorm(outputs, AfterNorm.Relu);
        conv2 = nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false);
        bn2 = new FusedBatchNorm(outputs, AfterNorm.Nothing);
        if (stride != 1 || inputs != outputs)
            shortcut = nn.Sequential(("0", nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false)), ("1", new FusedBatchNorm(outputs, AfterNorm.Nothing)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var sum = bn2.call(conv2.call(bn1.call(conv1.call(input)))) + (shortcut is null ? input : shortcut.call(input));
        return sum.relu_().MoveToOuterDisposeScope();
    }
}
