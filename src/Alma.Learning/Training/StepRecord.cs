// B: batch, S: steps of an epoch, K: classes.
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Losses and accuracies of an epoch's steps, as read from the device.</summary>
internal sealed record EpochSteps(float[] Losses, float[] Accuracies, Score Score);

/// <summary>
/// Cuts an epoch into steps and notes the loss and the hits of each on the device, to be read once at its end. Its tensors
/// belong to the dispose scope it is made in.
/// </summary>
internal sealed class StepRecord(int exampleCount, int batchSize, Device device)
{
    private readonly Tensor losses = zeros((exampleCount + batchSize - 1) / batchSize, ScalarType.Float32, device); // (S)
    private readonly Tensor hits = zeros((exampleCount + batchSize - 1) / batchSize, ScalarType.Int64, device); // (S)

    public int StepCount => (int)losses.shape[0];

    public int Start(int step) => step * batchSize;

    public int Length(int step) => Math.Min(batchSize, exampleCount - Start(step));

    public void Write(int step, Tensor loss, Tensor logits, Tensor labels)
    {
        using var noGradient = no_grad();
        losses[step] = loss;
        hits[step] = logits.argmax(1).eq(labels).sum();
    }

    /// <exception cref="TrainingDivergedException">A loss is infinite or not a number; the first such step is named.</exception>
    public EpochSteps Read(int megabatch, int epoch)
    {
        var lossOfStep = losses.cpu().data<float>().ToArray();
        var hitsOfStep = hits.cpu().data<long>().ToArray();
        if (Array.FindIndex(lossOfStep, loss => !float.IsFinite(loss)) is >= 0 and var step)
            throw new TrainingDivergedException(megabatch, epoch, $"step {step}", lossOfStep[step]);
        var lossSum = lossOfStep.Select((loss, k) => (double)loss * Length(k)).Sum();
        var score = new Score(lossSum / exampleCount, (double)hitsOfStep.Sum() / exampleCount, exampleCount);
        return new EpochSteps(lossOfStep, [.. hitsOfStep.Select((count, k) => (float)count / Length(k))], score);
    }
}
