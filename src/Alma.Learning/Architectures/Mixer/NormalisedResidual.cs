using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Mixer;

/// <summary>What a module makes of its layer-normalised input, added to the input: half a block of the MLP-Mixer.</summary>
internal sealed class NormalisedResidual : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> fn;
    private readonly nn.Module<Tensor, Tensor> norm;

    public NormalisedResidual(int featureCount, nn.Module<Tensor, Tensor> fn) : base(nameof(NormalisedResidual))
    {
        this.fn = fn;
        norm = nn.LayerNorm(featureCount);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var normalised = norm.call(input);
        using var residual = fn.call(normalised);
        return residual + input;
    }
}
