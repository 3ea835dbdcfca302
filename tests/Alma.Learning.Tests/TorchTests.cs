using Alma.Kernels;
using Alma.Testing;
using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Alma.Learning.Tests.OneThread))]

namespace Alma.Learning.Tests;

/// <summary>
/// LibTorch's thread count is the process's: tests run on one thread, one after the other. A GPU computes convolutions in full precision,
/// since the reference numbers are in it.
/// </summary>
public sealed class OneThread
{
    public OneThread()
    {
        torch.set_num_threads(1);
        if (TestDevice.Here.type != DeviceType.CUDA) return;
        torch.backends.cudnn.allow_tf32 = false;
        Assert.True(Convolutions.UseDeterministicAlgorithms());
    }
}
