using Alma.Experiments.Options;
using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using static TorchSharp.torch;

namespace Alma.Experiments;

/// <summary>
/// How many threads LibTorch computes with. A step of little work is faster on one: handing it out costs more than it
/// saves, and far more where other programs want the same cores.
/// </summary>
public static class ThreadChoice
{
    /// <summary>Multiply-adds of a training step from which on several threads pay.</summary>
    public const long WorthSharing = 500_000_000;

    /// <summary>The number a config asks for, or one that suits the network it starts from.</summary>
    public static int For(RunOptions options, DatasetEntry dataset)
    {
        if (options.Threads is { } asked) return asked;
        var structure = options.Clmodel.Model.Structure(dataset.Shape, dataset.ClassCount);
        using var scope = NewDisposeScope();
        using var noise = new NoiseSource();
        using var module = structure.Build(noise);
        // A backward pass is two products for each of the forward pass.
        var ofStep = 3L * options.Clmodel.TrainingBatchSize * MultiplyAddCounter.Count(module, structure.InputShape);
        return ofStep < WorthSharing ? 1 : Environment.ProcessorCount;
    }
}
