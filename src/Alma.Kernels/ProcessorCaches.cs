using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// What oneDNN, which LibTorch convolves with, takes the processor's caches to be. Some virtual machines leave empty the leaf of CPUID in
/// which an AMD processor tells them (seen under Firecracker). oneDNN 3.7 then counts caches of one byte and cuts convolutions into blocks
/// that its kernels do not fit: some results are wrong, some memory is written that is not theirs. Here it is told better.
/// </summary>
internal static unsafe class ProcessorCaches
{
    private const int CacheLeaf = unchecked((int)0x8000001D); // AMD64 Architecture Programmer's Manual, volume 3, appendix E.4.15
    private const int LevelOneLeaf = unchecked((int)0x80000005);
    private const int LevelTwoLeaf = unchecked((int)0x80000006);
    private const uint Loaded = 1; // PT_LOAD
    private const uint Writable = 2; // PF_W

    // As oneDNN has it (Xbyak's Cpu) after an empty leaf: ten sizes in bytes, by how many processors each is shared, how many there are.
    private static readonly uint[] misread = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>The processor does not say what caches it has, so that oneDNN goes wrong.</summary>
    public static bool AreUntold => X86Base.IsSupported && IsAmd && X86Base.CpuId(CacheLeaf, 0) is (0, 0, 0, 0);

    /// <summary>The bytes of the three levels, by older leaves; where these are empty too, what oneDNN guesses for others.</summary>
    public static uint[] Sizes
    {
        get
        {
            var one = (uint)X86Base.CpuId(LevelOneLeaf, 0).Ecx >> 24; // KiB
            var (_, _, two, three) = X86Base.CpuId(LevelTwoLeaf, 0);
            return [Or(one, 32) << 10, Or((uint)two >> 16, 512) << 10, Or((uint)three >> 18, 2) << 19]; // KiB, KiB, half MiB
        }
    }

    // AuthenticAMD
    private static bool IsAmd => X86Base.CpuId(0, 0) is (_, Ebx: 0x68747541, Ecx: 0x444D4163, Edx: 0x69746E65);

    /// <summary>Puts <see cref="Sizes"/> where oneDNN has misread them. To be called before the first convolution of a network.</summary>
    /// <returns>Whether they were found there.</returns>
    public static bool Tell()
    {
        using (var scope = NewDisposeScope())
            nn.functional.conv2d(ones(1, 1, 1, 1), ones(1, 1, 1, 1)); // oneDNN looks at the processor when it is first needed
        return dl_iterate_phdr(&TellLibrary, null) != 0;
    }

    // Called for each library of the process, until it returns something else than 0.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int TellLibrary(Library* library, nuint size, void* state)
    {
        var isLibTorch = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(library->Name).EndsWith("/libtorch_cpu.so"u8);
        for (var index = 0; isLibTorch && index < library->SegmentCount; index++)
        {
            var segment = library->Segments[index];
            if (segment.Kind != Loaded || (segment.Rights & Writable) == 0) continue;
            var words = new Span<uint>((void*)(library->Address + segment.Address), (int)(segment.MemoryBytes / sizeof(uint)));
            var place = words.IndexOf(misread);
            if (place < 0) continue;
            Sizes.CopyTo(words[place..]);
            return 1;
        }

        return 0;
    }

    private static uint Or(uint value, uint other) => value == 0 ? other : value;

    [DllImport("libc", ExactSpelling = true)]
    private static extern int dl_iterate_phdr(delegate* unmanaged[Cdecl]<Library*, nuint, void*, int> visit, void* state);

    // dl_phdr_info and Elf64_Phdr of link.h and elf.h.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Library
    {
        public readonly ulong Address;
        public readonly byte* Name;
        public readonly Segment* Segments;
        public readonly ushort SegmentCount;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Segment
    {
        public readonly uint Kind;
        public readonly uint Rights;
        public readonly ulong FileOffset;
        public readonly ulong Address;
        public readonly ulong PhysicalAddress;
        public readonly ulong FileBytes;
        public readonly ulong MemoryBytes;
        public readonly ulong Alignment;
    }
}
