// S: steps of an epoch, W: workers that a step is shared by.
using Alma.Learning.Compute;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Losses and accuracies of an epoch's steps, as read from the device; the mean over models trained side by side.</summary>
internal sealed record EpochSteps(float[] Losses, float[] Accuracies, Score Score);

/// <summary>
/// Cuts an epoch into steps and notes the loss and the hits of each on the device, to be read once at its end. Its tensors
/// belong to the dispose scope it is made in.
/// </summary>
internal sealed class StepRecord(int exampleCount, int batchSize, int modelCount, int workerCount, Device device)
{
    // (S, L), sums over models
    private readonly Tensor losses = zeros([Batches.Count(exampleCount, batchSize), workerCount], ScalarType.Float32, device);
    // (S, L), sums over models
    private readonly Tensor hits = zeros([Batches.Count(exampleCount, batchSize), workerCount], ScalarType.Int64, device);

    public int StepCount => (int)losses.shape[0];

    public int Start(int step) => step * batchSize;

    public int Length(int step) => Math.Min(batchSize, exampleCount - Start(step));

    /// <summary>Notes what a worker's part of a step came to.</summary>
    public void Write(int step, int rank, BatchLoss loss)
    {
        losses.select(0, step).select(0, rank).copy_(loss.Loss);
        hits.select(0, step).select(0, rank).copy_(loss.Hits);
    }

    /// <exception cref="TrainingDivergedException">A loss is infinite or not a number; the first such step is named.</exception>
    public EpochSteps Read(int megabatch, int epoch)
    {
        var lossOfStep = Array.ConvertAll(losses.sum([1L]).cpu().data<float>().ToArray(), loss => loss / modelCount);
        var hitsOfStep = Array.ConvertAll(hits.sum([1L]).cpu().data<long>().ToArray(), count => (double)count / modelCount);
        if (Array.FindIndex(lossOfStep, loss => !float.IsFinite(loss)) is >= 0 and var step)
            throw new TrainingDivergedException(megabatch, epoch, $"step {step}", lossOfStep[step]);
        var lossSum = lossOfStep.Select((loss, k) => (double)loss * Length(k)).Sum();
        var score = new Score(lossSum / exampleCount, hitsOfStep.Sum() / exampleCount, exampleCount);
        return new EpochSteps(lossOfStep, [.. hitsOfStep.Select((count, k) => (float)(count / Length(k)))], score);
    }
}
