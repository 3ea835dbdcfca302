// M: models, N: networks, B: batch, C: channels, H, W: height and width, K: classes, P: parameter values of a network.
using Alma.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>
/// How what takes the time is computed on a device: what goes into training steps and predictions beside LibTorch's convolutions and
/// products. There are two, and one of them is chosen here alone, for whatever holds tensors on a device; nothing else asks where a tensor
/// lies. Every operation of both gives the same but for rounding. Tensors are on the backend's device; results belong to the dispose scope.
/// </summary>
internal abstract class ComputeBackend
{
    /// <summary>Kernels of <c>Alma.Kernels</c>, vectorised for a CPU.</summary>
    public static ComputeBackend Cpu { get; } = new CpuBackend();

    /// <summary>LibTorch's operations, for any device.</summary>
    public static ComputeBackend Torch { get; } = new TorchBackend();

    /// <summary>Whether worker threads may share a training step, each computing a part of the batch.</summary>
    public abstract bool SharesSteps { get; }

    /// <summary>The one that is fastest on a device.</summary>
    public static ComputeBackend For(Device device) => device.type == DeviceType.CPU ? Cpu : Torch;

    /// <summary>Gathers images by index and normalises them: each pixel times the scale plus the shift of its channel.</summary>
    /// <param name="images">(N, C, H, W) uint8, contiguous.</param>
    /// <param name="indices">(B) int64, each in [0, N).</param>
    /// <param name="scale">(1, C, 1, 1).</param>
    /// <param name="shift">(1, C, 1, 1).</param>
    /// <returns>(B, C, H, W) float32.</returns>
    public abstract Tensor GatherImages(Tensor images, Tensor indices, Tensor scale, Tensor shift);

    /// <summary>The same images in the layout that convolutions are fastest in.</summary>
    /// <param name="images">(B, C, H, W).</param>
    /// <returns>A new tensor, which may share the memory of <paramref name="images"/>.</returns>
    public abstract Tensor InFastLayout(Tensor images);

    /// <summary>The affine maps of one layer in several networks.</summary>
    public abstract AffineMaps AffineMaps(AffineParameters parameters);

    /// <summary>The gradient by the input of a ReLU; it is written over that by the output.</summary>
    /// <param name="gradient">By the output, of any shape, contiguous.</param>
    /// <param name="output">Of the same shape, contiguous.</param>
    public abstract Tensor ReluBackward(Tensor gradient, Tensor output);

    /// <summary>Mixes the experts of one mixture layer for a batch.</summary>
    /// <param name="hidden">
    /// (N, B, R): the experts' outputs before their ReLU, then the gates' scores. The backward pass writes over it.
    /// </param>
    /// <param name="noise">(N, B, G), Gumbel noise, where the rule perturbs the scores and the networks train; otherwise null.</param>
    public abstract ExpertMixture MixExperts(ExpertRouting routing, GateRule rule, Tensor hidden, Tensor? noise);

    /// <summary>Batch norm with what follows it; in training it follows the batch with the running statistics.</summary>
    /// <param name="input">(B, C, H, W).</param>
    /// <param name="worker">The worker that computes it: in training the statistics are those of all workers' parts.</param>
    /// <returns>(B, C, H, W), or with pooling of half the height and width.</returns>
    /// <exception cref="LearningException">In training there is one value per channel.</exception>
    public abstract Tensor BatchNorm(Tensor input, BatchNormState norm, bool training, Worker worker);

    /// <summary>2x2 max pooling.</summary>
    /// <param name="input">(B, C, H, W).</param>
    /// <param name="roundsUp">Whether an odd last row and column are kept.</param>
    public abstract Tensor MaxPool2d(Tensor input, bool roundsUp);

    /// <summary>PyTorch's <c>adaptive_avg_pool2d</c> to a square.</summary>
    /// <param name="input">(B, C, H, W).</param>
    /// <returns>(B, C, <paramref name="side"/>, <paramref name="side"/>).</returns>
    public abstract Tensor AdaptiveAveragePool(Tensor input, int side);

    /// <summary>
    /// What Firefly makes of a layer's products: every neuron as the mean of two that differ by plus and minus a part of their
    /// direction, after a scale and a shift (batch norm in evaluation) and ReLU; and candidate new neurons after ReLU.
    /// </summary>
    /// <param name="known">(B, 2C + N, H, W): products on the known inputs: the neurons' own, their directions', the new neurons'.</param>
    /// <param name="fresh">(B, C + N, H, W): products on new inputs: the neurons' and the new neurons'; or null.</param>
    /// <param name="scale">(C).</param>
    /// <param name="shift">(C).</param>
    /// <param name="gates">(C + N) zeros to be differentiated by: how much of each direction and new neuron counts; or null.</param>
    /// <param name="alpha">The part of each that counts.</param>
    /// <returns>(B, C, H, W) and (B, N, H, W).</returns>
    public abstract (Tensor Neurons, Tensor Born) SplitNeurons(
        Tensor known, Tensor? fresh, Tensor scale, Tensor shift, Tensor? gates, double alpha);

    /// <summary>The mean cross-entropy of a batch, with its gradient.</summary>
    /// <param name="logits">(M, B, K), without gradient.</param>
    /// <param name="labels">(M, B) int64.</param>
    /// <param name="weights">(M, B), what each example counts in the mean, or null: all the same.</param>
    /// <param name="batchSize">Of the batch of which these are all or some: what sums are divided by.</param>
    public abstract BatchLoss CrossEntropy(Tensor logits, Tensor labels, Tensor? weights, int batchSize);

    /// <summary>One update of parameters from their gradients.</summary>
    public abstract void Step(IParameterUpdate update);

    /// <summary>One update of parameters from the sum of gradients, each worker stepping a part of the parameters.</summary>
    /// <param name="more">Gradients beside the update's own, of their shape, each by another worker.</param>
    public abstract void Step(IParameterUpdate update, WorkerThreads workers, IReadOnlyList<Tensor> more);
}

/// <summary>What a batch, or a part of it, came to for models trained side by side.</summary>
/// <param name="Loss">The sum over models and examples, by the size of the whole batch, a scalar, float32.</param>
/// <param name="Hits">Examples classified right, the sum over models, a scalar, int64.</param>
/// <param name="Gradient">(M, B, K), of each model's loss by its logits.</param>
internal sealed record BatchLoss(Tensor Loss, Tensor Hits, Tensor Gradient);

/// <summary>An update of parameters from their gradients, as an optimizer makes it: said twice, for either backend.</summary>
internal interface IParameterUpdate
{
    /// <summary>float32, contiguous.</summary>
    Tensor Values { get; }

    /// <summary>Of the shape of the values, contiguous.</summary>
    Tensor Gradients { get; }

    /// <summary>The whole update as tensor operations, for any device.</summary>
    void ByOperations();

    /// <summary>
    /// The update of the parameters from <paramref name="start"/> up to <paramref name="end"/>, which is not among them, in memory of the
    /// CPU.
    /// </summary>
    void InMemory(int start, int end);
}
