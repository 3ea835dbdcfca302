using System.Text.Json.Serialization;
using Alma.Learning.Architectures.Dense;
using Alma.Learning.Datasets;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// What a network is, without its weights: a small record that serialises to JSON and builds the modules. Architectures
/// derive from it; growth maps one structure to a larger one.
/// </summary>
/// <param name="InputShape">Of one example.</param>
/// <param name="ClassCount">Logits the network ends in.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "architecture")]
[JsonDerivedType(typeof(MultilayerPerceptron), "multilayer_perceptron")]
[JsonDerivedType(typeof(MixtureOfExpertsMlp), "mixture_of_experts_mlp")]
[JsonDerivedType(typeof(Vgg), "vgg")]
[JsonDerivedType(typeof(MixtureOfExpertsVgg), "mixture_of_experts_vgg")]
[JsonDerivedType(typeof(ResNet18), "resnet18")]
[JsonDerivedType(typeof(SubnetVgg), "subnet_vgg")]
[JsonDerivedType(typeof(FireflyVgg), "firefly_vgg")]
[JsonDerivedType(typeof(MlpMixer), "mlp_mixer")]
public abstract record NetworkStructure(ImageShape InputShape, int ClassCount)
{
    /// <summary>
    /// Builds the modules, named as PyTorch names those of the same architecture. Their initial values do not matter:
    /// <see cref="Network"/> draws them.
    /// </summary>
    /// <param name="noise">Where modules that draw at random (hard gates) draw from.</param>
    /// <returns>A module from (B, C, H, W) float32 to logits (B, ClassCount).</returns>
    public abstract nn.Module<Tensor, Tensor> Build(NoiseSource noise);

    /// <summary>Whether threads share whole training steps of such networks on the CPU, each a part of the batch, instead of each operation.</summary>
    [JsonIgnore]
    public bool IsSharedByStep => AsDenseStack() is { } stack ? !stack.Gates.Perturbs : SharesStatistics;

    /// <summary>Examples that a batch must have at least to train such a network.</summary>
    [JsonIgnore]
    public int LeastBatch => NormalisesSinglePixels ? 2 : 1;

    /// <summary>Whether growth can have made another structure of this one.</summary>
    /// <param name="mostSteps">Growth steps there have been at most.</param>
    public virtual bool MayHaveGrownInto(NetworkStructure grown, int mostSteps) => false;

    /// <summary>Values that a network of it has at least, found without building it; 0 where its size follows from the options.</summary>
    public virtual double LeastValueCount() => 0;

    /// <summary>Whether its modules compute each example by itself, but for batch norms that know of lanes (<see cref="FusedBatchNorm"/>), and draw nothing.</summary>
    internal virtual bool SharesStatistics => false;

    /// <summary>Whether a batch norm of it sees images of one pixel: then it cannot be trained on a batch of a single example (<see cref="BatchNormGuard"/>).</summary>
    internal virtual bool NormalisesSinglePixels => false;

    /// <summary>What such a network takes after some growth steps, or null where that is not known.</summary>
    internal virtual NetworkSize? SizeAfter(int growthCount) => null;

    /// <summary>The same function as affine maps in a row, for a structure that is no more than that; it is then computed by hand.</summary>
    internal virtual DenseStack? AsDenseStack() => null;
}
