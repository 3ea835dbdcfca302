using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Alma.Experiments.Tests.OneThread))]

namespace Alma.Experiments.Tests;

/// <summary>LibTorch's thread count is the process's: tests run on one thread, one after the other.</summary>
public sealed class OneThread
{
    public OneThread() => torch.set_num_threads(1);
}
