using TorchSharp;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>Whether this machine and this build of LibTorch have a GPU to compute with.</summary>
internal static class Gpu
{
    public static bool IsThere => torch.cuda.is_available();
}
