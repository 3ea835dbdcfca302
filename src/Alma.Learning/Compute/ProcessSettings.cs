using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>What training sets for the whole process, in one place: at the start of a run, before its first tensor.</summary>
public static class ProcessSettings
{
    /// <summary>
    /// Has LibTorch compute with so many threads, and the C library keep the memory of freed tensors for the next ones
    /// (<see cref="FreedMemory"/>). Without these two training gives the same bits for the same number of threads, but is slower. On a GPU
    /// convolutions give the same bits each time.
    /// </summary>
    public static void Apply(int threadCount)
    {
        set_num_threads(threadCount);
        FreedMemory.Keep();
        Convolutions.UseDeterministicAlgorithms();
    }
}
