// M: models, N: training examples, V: validation examples.
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>The examples of a plan and what each of them counts, on the device that trains.</summary>
internal sealed class ExampleWeights(TrainingPlan plan, Device device) : IDisposable
{
    private readonly Tensor examples = tensor(plan.Split.Training, device: device).DetachFromDisposeScope(); // (N)
    // (N)
    private readonly Tensor? training = plan.TrainingWeights is { } weights
        ? tensor(Array.ConvertAll(weights, weight => (float)weight), device: device).DetachFromDisposeScope()
        : null;

    /// <summary>(V), or null where all count the same.</summary>
    public Tensor? Validation { get; } = plan.ValidationWeights is { } weights
        ? tensor(weights, device: device).DetachFromDisposeScope()
        : null;

    /// <summary>Indices into the training set, (M, N).</summary>
    /// <param name="positions">(M, N), places among the examples of the plan.</param>
    public Tensor Examples(Tensor positions) => examples.index_select(0, positions.flatten()).view_as(positions);

    /// <summary>What each counts in the loss, (M, N), or null where all count the same.</summary>
    /// <param name="positions">(M, N), places among the examples of the plan.</param>
    public Tensor? OfTraining(Tensor positions) => training?.index_select(0, positions.flatten()).view_as(positions);

    public void Dispose()
    {
        training?.Dispose();
        examples.Dispose();
        Validation?.Dispose();
    }
}
