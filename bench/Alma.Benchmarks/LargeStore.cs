using System.Globalization;
using System.Runtime.InteropServices;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Benchmarks;

/// <summary>
/// A data set of as many gigabytes as are asked for, made by an import like any other: images of 3x32x32 of ten classes, each a colour of
/// its own in noise, in dumps of a gigabyte.
/// </summary>
internal sealed class LargeStore(double gigabytes) : ImportSource
{
    private const int ClassCount = 10;
    private const int PerDump = 325_000;
    private const ulong EachByte = 0x0101010101010101;
    private const ulong Noise = 63 * EachByte;
    private static readonly ImageShape shape = new(3, 32, 32);

    public override long? ExpectedCount => Count;

    public override IReadOnlyList<ImportedColumn> Columns => [];

    private int Count => (int)(gigabytes * PerDump);

    /// <summary>Makes it in a data folder.</summary>
    /// <param name="arguments">The folder, the name of the data set and the gigabytes.</param>
    public static int Make(string[] arguments)
    {
        if (arguments is not [var folder, var name, var text]
            || !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var gigabytes)
            || gigabytes > 1000)
        {
            Console.Error.WriteLine("Alma.Benchmarks large-store FOLDER NAME GIGABYTES");
            return 2;
        }

        var plan = new ImportPlan(new ImportRequest(["generated"]), TimeProvider.System) { TestShare = 0.02 };
        var made = StoreImport.Make(new StoreFolder(folder), name, new LargeStore(gigabytes), plan, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made.Store.FullPath}: {made.Store.ByteCount / 1e9:F1} GB"));
        return 0;
    }

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        for (var k = 0; k < Count; k++)
            yield return Image(k) with { Dump = string.Create(CultureInfo.InvariantCulture, $"part-{k / PerDump:D3}") };
    }

    private static ImportedExample Image(int k)
    {
        var (pixels, label) = (new byte[shape.Size], (int)(Mixed(~(ulong)k) % ClassCount));
        var eight = MemoryMarshal.Cast<byte, ulong>(pixels.AsSpan());
        for (var place = 0; place < eight.Length; place++)
        {
            var channel = place * shape.Channels / eight.Length;
            var colour = (ulong)((12 * label) + (20 * channel));
            eight[place] = (Mixed(((ulong)k << 16) + (ulong)place) & Noise) + (colour * EachByte);
        }

        return new(new ImageValues(shape, pixels), label.ToString(CultureInfo.InvariantCulture), new("generated", k));
    }

    // SplitMix64, Steele et al. 2014.
    private static ulong Mixed(ulong number)
    {
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }
}
