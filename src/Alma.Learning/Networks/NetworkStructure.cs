using System.Text.Json.Serialization;
using Alma.Data;
using Alma.Learning.Compute;
using Alma.Learning.Layers;
using Alma.Learning.Streams;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>Which architecture a learner starts from: the section <c>clmodel.model</c>.</summary>
public abstract record ModelOptions
{
    /// <summary>
    /// A file of weights, or the folder of a run, that every network of it starts from instead of weights that are drawn.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>The structure for images of a shape and a number of classes.</summary>
    public abstract NetworkStructure Structure(ImageShape inputShape, int classCount);
}

/// <summary>
/// What a network is, without its weights: a small record that serialises to JSON and builds the modules. Architectures
/// derive from it; growth maps one structure to a larger one. JSON tells them apart by names that a resolver has to bring.
/// </summary>
/// <param name="InputShape">Of one example.</param>
/// <param name="ClassCount">Logits the network ends in.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "architecture")]
public abstract record NetworkStructure(ImageShape InputShape, int ClassCount)
{
    /// <summary>
    /// Builds the modules, named as PyTorch names those of the same architecture. Their initial values do not matter:
    /// <see cref="Network"/> draws them.
    /// </summary>
    /// <param name="noise">Where modules that draw at random (hard gates) draw from.</param>
    /// <returns>A module from (B, C, H, W) float32 to logits (B, ClassCount).</returns>
    public abstract nn.Module<Tensor, Tensor> Build(NoiseSource noise);

    /// <summary>
    /// Adds what such a network computes to an ONNX graph, layer by layer as <see cref="Build"/> has them. It needs no LibTorch.
    /// </summary>
    /// <param name="graph">With the network's weights under their PyTorch names.</param>
    /// <param name="images">(N, C, H, W) float32, normalised.</param>
    /// <returns>Logits (N, ClassCount).</returns>
    /// <exception cref="LearningException">The structure says no graph, or the weights are not those of it.</exception>
    public virtual OnnxValue AddTo(NetworkGraph graph, OnnxValue images) => throw new LearningException(
        $"{GetType().Name} does not say what it is in ONNX, so its models cannot be exported. Override {nameof(AddTo)} in it.");

    /// <summary>
    /// Whether threads share whole training steps of such networks on the CPU, each a part of the batch, instead of each operation.
    /// </summary>
    [JsonIgnore]
    public bool IsSharedByStep => ByHand()?.IsSharedByStep ?? SharesStatistics;

    /// <summary>Examples that a batch must have at least to train such a network.</summary>
    [JsonIgnore]
    public int LeastBatch => NormalisesSinglePixels ? 2 : 1;

    /// <summary>Whether growth can have made another structure of this one.</summary>
    /// <param name="mostSteps">Growth steps there have been at most.</param>
    public virtual bool MayHaveGrownInto(NetworkStructure grown, int mostSteps) => false;

    /// <summary>Whether <see cref="Grow"/> makes a larger network of one of this structure.</summary>
    public virtual bool CanGrow() => false;

    /// <summary>A network of this structure after one growth step, and the multiply-adds spent on choosing what grows.</summary>
    /// <returns>A new network, or <paramref name="network"/> itself where the structure says to grow by nothing.</returns>
    /// <exception cref="LearningException">It does not grow, or growth needs validation examples and there are none.</exception>
    public virtual (Network Grown, long SelectionMultiplyAdds) Grow(Network network, GrowthMaterial material) =>
        throw new LearningException($"{GetType().Name} does not grow.");

    /// <summary>
    /// A network of this structure once classes have come that it has no outputs for. What it says of the others, their logits, stays as it
    /// is. The new outputs' weights and biases are drawn from the distributions of PyTorch's layers; all else is copied. So it is here for
    /// every structure whose output gains a row for each class; any other overrides it.
    /// </summary>
    /// <param name="classCount">More than the network has.</param>
    /// <param name="generator">Draws the new weights and biases.</param>
    /// <returns>A new network.</returns>
    /// <exception cref="LearningException">The output of the structure does not grow so.</exception>
    public virtual Network GrowClasses(Network network, int classCount, Generator generator)
    {
        var grown = new Network(WithClasses(classCount), network.Device, generator, network.Backend);
        try
        {
            ClassGrowth.CopyState(network, grown);
            return grown;
        }
        catch
        {
            grown.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes over, into a network of fresh weights and biases, what else was learned: which weights are in use, say.
    /// </summary>
    /// <param name="from">Of this structure, as <paramref name="fresh"/> is.</param>
    public virtual void KeepBesideWeights(Network from, Network fresh)
    {
    }

    /// <summary>Values that a network of it has at least, found without building it; 0 where its size follows from the options.</summary>
    public virtual double LeastValueCount() => 0;

    /// <summary>What <see cref="GrowClasses"/> makes of this structure.</summary>
    protected virtual NetworkStructure WithClasses(int classCount) => this with { ClassCount = classCount };

    /// <summary>
    /// Whether its modules compute each example by itself, but for batch norms that know of workers
    /// (<see cref="FusedBatchNorm"/>), and draw nothing.
    /// </summary>
    internal virtual bool SharesStatistics => false;

    /// <summary>
    /// Whether a batch norm of it sees images of one pixel: then it cannot be trained on a batch of a single
    /// example (<see cref="BatchNormGuard"/>).
    /// </summary>
    internal virtual bool NormalisesSinglePixels => false;

    /// <summary>What such a network takes after some growth steps, or null where that is not known.</summary>
    internal virtual NetworkSize? SizeAfter(int growthCount) => null;

    /// <summary>How such networks are computed by hand; null where their modules compute them.</summary>
    internal virtual HandWrittenNetwork? ByHand() => null;
}

/// <summary>What growth may look at, and what it draws from.</summary>
/// <param name="Validation">Indices into <paramref name="Images"/> of the examples to judge by.</param>
/// <param name="BatchSize">Of the examples looked at at once.</param>
/// <param name="Choices">Draws what grows, where that is random.</param>
/// <param name="Generator">Draws new weights.</param>
public sealed record GrowthMaterial(LabelledImages Images, long[] Validation, int BatchSize, MersenneTwister Choices, Generator Generator);
