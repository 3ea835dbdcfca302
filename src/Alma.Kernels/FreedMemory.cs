using System.Runtime.InteropServices;

namespace Alma.Kernels;

/// <summary>
/// Has glibc keep the memory of freed tensors for the next ones. By default it gives blocks of megabytes back to the system at
/// once, which then clears every page of the next step's activations anew: a quarter of a convolutional step's time.
/// </summary>
public static partial class FreedMemory
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int LargestMmapThreshold = 32 << 20; // glibc takes no more
    private const int KeptBytes = 512 << 20;

    private static readonly Lazy<bool> kept = new(Set);

    /// <summary>Does so from now on, for the whole process; elsewhere than on glibc it does nothing.</summary>
    /// <returns>Whether glibc took it.</returns>
    public static bool Keep() => kept.Value;

    private static bool Set()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return SetOption(MmapThreshold, LargestMmapThreshold) == 1 && SetOption(TrimThreshold, KeptBytes) == 1;
        }
        catch (EntryPointNotFoundException) // another C library
        {
            return false;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
