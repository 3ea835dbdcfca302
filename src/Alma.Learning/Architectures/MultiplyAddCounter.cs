using Alma.Learning.Datasets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// Counts the multiply-adds of a module's forward pass on one example, as fvcore counts them: inputs times outputs of every
/// linear layer that runs. Biases, activations and the weighing of experts are not counted (docs/metrics.md).
/// </summary>
public static class MultiplyAddCounter
{
    public static long Count(nn.Module<Tensor, Tensor> module, ImageShape inputShape)
    {
        var total = 0L;
        var hooks = module.modules().OfType<Linear>().Distinct().Select(linear => linear.register_forward_hook((_, _, output) =>
        {
            total += linear.in_features * output.numel();
            return output;
        })).ToList();
        RunOneExample(module, inputShape);
        hooks.ForEach(hook => hook.remove());
        return total;
    }

    private static void RunOneExample(nn.Module<Tensor, Tensor> module, ImageShape inputShape)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var wasTraining = module.training;
        module.eval();
        module.call(zeros(1, inputShape.Channels, inputShape.Height, inputShape.Width));
        module.train(wasTraining);
    }
}
