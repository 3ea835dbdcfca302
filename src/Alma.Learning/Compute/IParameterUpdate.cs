using static TorchSharp.torch;

namespace Alma.Learning.Compute;

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
