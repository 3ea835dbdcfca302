using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Alma.Kernels.Tests.OneThread))]

namespace Alma.Kernels.Tests;

/// <summary>LibTorch's thread count is the process's: tests run on one thread, one after the other.</summary>
public sealed class OneThread
{
    public OneThread() => torch.set_num_threads(1);
}
