using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>A step of a network that is a function without parameters.</summary>
internal sealed class Step(string name, Func<Tensor, Tensor> function) : nn.Module<Tensor, Tensor>(name)
{
    public override Tensor forward(Tensor input) => function(input);
}
