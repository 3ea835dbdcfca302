using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.ResNet;

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
        bn1 = nn.BatchNorm2d(outputs);
        conv2 = nn.Conv2d(outputs, outputs, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(outputs);
        if (stride != 1 || inputs != outputs)
            shortcut = nn.Sequential(("0", nn.Conv2d(inputs, outputs, 1, stride: stride, bias: false)), ("1", nn.BatchNorm2d(outputs)));
        RegisterComponents();
    }

    /// <summary>The same as a part of an ONNX graph.</summary>
    /// <param name="name">Of the block among the network's modules.</param>
    public static OnnxValue AddTo(NetworkGraph graph, OnnxValue input, string name, int inputs, int outputs, int stride)
    {
        var hidden = graph.Convolution(input, $"{name}.conv1", inputs, outputs, kernel: 3, padding: 1, stride, bias: false);
        hidden = graph.Relu(graph.BatchNorm(hidden, $"{name}.bn1", outputs));
        hidden = graph.Convolution(hidden, $"{name}.conv2", outputs, outputs, kernel: 3, padding: 1, bias: false);
        hidden = graph.BatchNorm(hidden, $"{name}.bn2", outputs);
        if (stride == 1 && inputs == outputs) return graph.Relu(graph.Add(hidden, input));
        var shortcut = graph.Convolution(input, $"{name}.shortcut.0", inputs, outputs, kernel: 1, padding: 0, stride, bias: false);
        return graph.Relu(graph.Add(hidden, graph.BatchNorm(shortcut, $"{name}.shortcut.1", outputs)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = bn1.call(conv1.call(input)).relu_();
        var sum = bn2.call(conv2.call(hidden)) + (shortcut is null ? input : shortcut.call(input));
        return sum.relu_().MoveToOuterDisposeScope();
    }
}
