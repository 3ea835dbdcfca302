using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Alma.Data.Imports;

namespace Alma.Data.Tests.Imports;

/// <summary>Looks at the native memory of the whole process, in which nothing else may be at work.</summary>
[Collection(nameof(ImageMemoryTests))]
[CollectionDefinition(nameof(ImageMemoryTests), DisableParallelization = true)]
public sealed class ImageMemoryTests
{
    /// <summary>What a decoder took for an image goes again, however it ends: a server reads images of anybody.</summary>
    [Theory]
    [MemberData(nameof(ImageFileTests.Samples), MemberType = typeof(ImageFileTests))]
    public void Images_ThatAreDamaged_LeaveNoMemoryBehind(string kind)
    {
        Assert.SkipUnless(NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallinfo2", out _), "This is no glibc.");
        var image = WithLargeSize(ImageSamples.All[kind]);
        void ReadMany(int count)
        {
            var random = new Random(7);
            for (var i = 0; i < count; i++)
            {
                var damaged = image[..random.Next(1, image.Length + 1)];
                if (i % 2 == 0) damaged = [.. image];
                for (var k = i % 3; k > 0; k--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                try
                {
                    ImageFile.Read(damaged, kind, 3, 8);
                }
                catch (DatasetException)
                {
                    // refused; most are
                }
            }
        }

        ReadMany(20);
        var before = NativeBytes();
        ReadMany(100);

        Assert.InRange(NativeBytes() - before, long.MinValue, 16 << 20); // of 100 to 230 MiB that decoding them takes
    }

    // The same file, but its header tells of 512 x 512 pixels, and it is long enough for them.
    private static byte[] WithLargeSize(byte[] image)
    {
        var large = image.Concat(new byte[1 << 12]).ToArray();
        var frame = Enumerable.Range(0, large.Length - 1).FirstOrDefault(k => (large[k], large[k + 1]) is (0xFF, 0xC0) or (0xFF, 0xC2));
        int[] high = large[0] switch { (byte)'G' => [7, 9], (byte)'B' => [19, 23], 0x89 => [18, 22], _ => [frame + 5, frame + 7] };
        foreach (var at in high) large[at] = 2;
        if (large[0] == 0x89) BinaryPrimitives.WriteUInt32BigEndian(large.AsSpan(29), Crc32.HashToUInt32(large.AsSpan(12, 17)));
        return large;
    }

    // What is allocated, not what is resident: the garbage collector's memory is none of it.
    private static long NativeBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = Allocated();
        return (long)(allocated.InUse + allocated.Mapped);
    }

    [DllImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern Allocations Allocated();

    // struct mallinfo2 of malloc.h
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Allocations
    {
        private readonly nuint arena, chunks, fastChunks, mappings;
        public readonly nuint Mapped;
        private readonly nuint highest, fastFree;
        public readonly nuint InUse;
        private readonly nuint free, top;
    }
}
