using Alma.Data;
using Alma.Experiments.Options;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Experiments;

/// <summary>
/// How many threads a run computes with. Where threads share each operation, a step of little work is faster on one: handing
/// it out costs more than it saves, and far more where other programs want the same cores. Where they share whole steps
/// (<see cref="NetworkStructure.IsSharedByStep"/>), less work is worth it.
/// </summary>
public static class ThreadChoice
{
    /// <summary>Multiply-adds of a training step from which on several threads pay that share each operation.</summary>
    public const long WorthSharing = 500_000_000;

    /// <summary>Multiply-adds of a training step that are worth a thread where threads share whole steps.</summary>
    public const long WorthAThread = 5_000_000;

    /// <summary>The number a config asks for, or one that suits the network it starts from.</summary>
    public static int For(RunOptions options, DatasetEntry dataset)
    {
        if (options.Threads is { } asked) return asked;
        var structure = options.Clmodel.Model.Structure(dataset.Shape, dataset.ClassCount);
        using var scope = NewDisposeScope();
        using var noise = new NoiseSource();
        using var module = structure.Build(noise);
        // A backward pass is two products for each of the forward pass.
        var ofStep = 3.0 * options.Clmodel.TrainingBatchSize * MultiplyAddCounter.Count(module, structure.InputShape);
        return structure.IsSharedByStep
            ? (int)Math.Clamp(ofStep / WorthAThread, 1, Environment.ProcessorCount)
            : ofStep < WorthSharing ? 1 : Environment.ProcessorCount;
    }
}
