using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>A module that is computed by the backend of the device that its network is on.</summary>
internal abstract class BackendLayer(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>A module is built on the CPU; its network says where it goes.</summary>
    public ComputeBackend Backend { get; set; } = ComputeBackend.Cpu;
}
