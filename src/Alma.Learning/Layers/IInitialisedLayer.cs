using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>A module of its own kind that draws its initial parameters itself.</summary>
public interface IInitialisedLayer
{
    /// <summary>Draws the parameters that are its own, not those of modules within it, from nothing but the generator.</summary>
    void Initialise(Generator generator);
}
