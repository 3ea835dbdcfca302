using Alma.Data;
using Alma.Kernels;
using Alma.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// Counts the multiply-adds of a module's forward pass on one example in evaluation, as fvcore counts them: for each value a
/// linear layer or a convolution gives, the inputs it weighs; per element 2 for a batch norm (1 without weights) and 5 for a
/// layer norm (4 without); 1 per input element for adaptive pooling. Biases, activations, other pooling, masks and the
/// weighing of experts are not counted (docs/metrics.md). Other modules say themselves what they compute
/// (<see cref="ICountedLayer"/>), or count for nothing.
/// </summary>
public static class MultiplyAddCounter
{
    public static long Count(nn.Module<Tensor, Tensor> module, ImageShape inputShape)
    {
        var total = 0L;
        var hooks = module.modules()
            .OfType<nn.Module<Tensor, Tensor>>()
            .Distinct()
            .Select(layer => layer.register_forward_hook((_, input, output) =>
            {
                total += OfLayer(layer, input, output);
                return output;
            })).ToList();
        RunOneExample(module, inputShape);
        hooks.ForEach(hook => hook.remove());
        return total;
    }

    private static long OfLayer(nn.Module layer, Tensor input, Tensor output) => layer switch
    {
        ICountedLayer counted => counted.MultiplyAdds(input, output),
        Linear linear => PyTorchInitialisation.InputsOfOneOutput(linear.weight) * output.numel(),
        Convolution convolution => PyTorchInitialisation.InputsOfOneOutput(convolution.weight) * output.numel(),
        BatchNorm norm => (norm.affine ? 2 : 1) * output.numel(),
        LayerNorm norm => (norm.elementwise_affine ? 5 : 4) * output.numel(),
        _ => 0,
    };

    private static void RunOneExample(nn.Module<Tensor, Tensor> module, ImageShape inputShape)
    {
        if (!Convolutions.Guard(module))
            throw new LearningException(
                "LibTorch computes convolutions wrongly on this processor. Set ONEDNN_MAX_CPU_ISA=SSE41 in the environment.");
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var wasTraining = module.training;
        module.eval();
        module.call(zeros(1, inputShape.Channels, inputShape.Height, inputShape.Width));
        module.train(wasTraining);
    }
}
