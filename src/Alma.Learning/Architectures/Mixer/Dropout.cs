using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Mixer;

/// <summary>
/// Sets a random part of its input to zero in training and scales up the rest (Srivastava et al. 2014). Unlike TorchSharp's
/// it draws from the network's noise, so that training does not depend on ambient state.
/// </summary>
internal sealed class Dropout(double rate, NoiseSource noise) : nn.Module<Tensor, Tensor>(nameof(Dropout))
{
    public override Tensor forward(Tensor input)
    {
        if (!training || rate == 0) return input.alias();
        using var scope = NewDisposeScope();
        var kept = noise.UniformLike(input).ge(rate).to(input.dtype);
        return (input * kept / (1 - rate)).MoveToOuterDisposeScope();
    }
}
