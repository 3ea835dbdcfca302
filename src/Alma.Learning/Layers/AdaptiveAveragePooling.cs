// B: batch, C: channels, H, W: height and width, P: side of the output.
using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>PyTorch's <c>AdaptiveAvgPool2d</c>: (B, C, H, W) to (B, C, P, P), each value the mean of its part of the input.</summary>
/// <param name="side">P.</param>
internal sealed class AdaptiveAveragePooling(int side) : BackendLayer(nameof(AdaptiveAveragePooling)), ICountedLayer
{
    public long MultiplyAdds(Tensor input, Tensor output) => input.numel();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Backend.AdaptiveAveragePool(input, side).MoveToOuterDisposeScope();
    }
}
