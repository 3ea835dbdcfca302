// B: batch, C: channels, H, W: height and width.
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>Sees to it that LibTorch's convolutions are right on this processor (<see cref="ProcessorCaches"/>).</summary>
public static class Convolutions
{
    private const string OneDnn = "_ZN2at7Context20setUserEnabledMkldnnEb"; // of LibTorch's global context
    private const string NnPack = "_ZN2at7Context20setUserEnabledNNPACKEb";
    private const string DeterministicOnGpus = "_ZN2at7Context21setDeterministicCuDNNEb";
    private const double Tolerance = 1e-3; // of the largest value

    // Batch, channels in and out, height and width, kernel: what oneDNN gets wrong where it takes caches for smaller than they are.
    private static readonly int[][] tried =
        [[4, 8, 8, 8, 3], [4, 20, 20, 8, 3], [7, 31, 35, 8, 1], [100, 20, 16, 1, 3], [36, 48, 512, 14, 1], [1, 384, 176, 14, 1]];

    private static readonly Lazy<bool> prepared = new(Prepare);

    /// <summary>
    /// To be called before a network first computes on the CPU. Where oneDNN would go wrong it is told the sizes of the caches, for the
    /// whole process; where it does not take them, LibTorch convolves without it, several times slower.
    /// </summary>
    /// <returns>False if convolutions would be wrong, and LibTorch cannot be told to do without oneDNN.</returns>
    public static bool Guard(nn.Module module) => !module.parameters().Any(weight => weight.Dimensions == 4) || prepared.Value;

    /// <summary>
    /// Has cuDNN convolve by algorithms that give the same bits each time, as <c>torch.backends.cudnn.deterministic = True</c> does, for
    /// the whole process. Without a GPU it changes nothing.
    /// </summary>
    /// <returns>False if LibTorch cannot be told so, as on other systems than Linux.</returns>
    public static bool UseDeterministicAlgorithms() => Set(DeterministicOnGpus, isEnabled: true);

    /// <summary>Computes some, in both layouts, and compares them with the sums that they are defined as.</summary>
    public static bool AreRight()
    {
        _ = prepared.Value;
        using var gradients = enable_grad();
        return tried.All(sizes => IsRight(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]));
    }

    private static bool Prepare()
    {
        if (!ProcessorCaches.AreUntold) return true;
        Set(NnPack, isEnabled: false); // it would warn at each convolution that it does not know such a processor
        return (OperatingSystem.IsLinux() && ProcessorCaches.Tell()) || Set(OneDnn, isEnabled: false);
    }

    private static bool IsRight(int batch, int inputs, int outputs, int size, int width)
    {
        using var scope = NewDisposeScope();
        var images = Waves(batch, inputs, size, size);
        var kernel = Waves(outputs, inputs, width, width);
        full(images.numel(), float.NaN).Dispose(); // what memory may hold
        return Agree(images, kernel) && Agree(ChannelsLast.Of(images), kernel);
    }

    // The images after a convolution, and the gradients of half the sum of their squares.
    private static bool Agree(Tensor images, Tensor kernel)
    {
        var (input, weight) = (images.detach().requires_grad_(), kernel.detach().requires_grad_());
        var (batch, size, width) = (images.shape[0], images.shape[2], kernel.shape[2]);
        var output = nn.functional.conv2d(input, weight, padding: [width / 2, width / 2]);
        (output.square().sum() / 2).backward();
        using var noGradient = no_grad();
        var patches = nn.functional.unfold(images.contiguous(), (width, width), padding: (width / 2, width / 2)); // (B, C x kernel, pixels)
        var rows = kernel.flatten(1); // (outputs, C x kernel)
        var expected = rows.matmul(patches); // (B, outputs, pixels)
        var back = nn.functional.fold(rows.t().matmul(expected), (size, size), (width, width), padding: (width / 2, width / 2));
        return IsNear(expected.view(batch, -1, size, size), output)
            && IsNear(back, input.grad!)
            && IsNear(expected.matmul(patches.transpose(1, 2)).sum([0L]).view_as(kernel), weight.grad!);
    }

    private static bool IsNear(Tensor expected, Tensor actual) =>
        (expected - actual).abs().max().item<float>() <= Tolerance * expected.abs().max().item<float>(); // false for NaN

    private static Tensor Waves(params long[] shape) =>
        arange(shape.Aggregate(1L, (product, size) => product * size), dtype: ScalarType.Float32).sin().view(shape) / shape[1];

    // TorchSharp has no word for torch.backends.mkldnn.enabled = False, nor for what else is set here.
    private static unsafe bool Set(string setter, bool isEnabled)
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libtorch_cpu.so", typeof(torch).Assembly, null, out var library))
            return false;
        if (!NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out var context)) return false;
        if (!NativeLibrary.TryGetExport(library, setter, out var set)) return false;
        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), isEnabled ? (byte)1 : (byte)0);
        return true;
    }
}
