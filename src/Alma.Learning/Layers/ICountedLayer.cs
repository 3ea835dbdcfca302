using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>A module of its own kind that says itself what it computes; those of PyTorch are known to the counter.</summary>
public interface ICountedLayer
{
    /// <summary>Multiply-adds of one forward pass, as fvcore would count them; those of modules within it are counted apart.</summary>
    /// <param name="input">What the module was given, of a batch of one.</param>
    /// <param name="output">What it gave.</param>
    long MultiplyAdds(Tensor input, Tensor output);
}
