// R: rows of all pooled images, Q: columns of a pooled image, C: channels.
using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

/// <summary>max(scale x + shift, floor) and the largest of each 2x2 pixels, in one pass.</summary>
internal sealed unsafe class PooledActivationPass(ChannelAffine affine, float* input, float* output, int columns)
{
    private readonly int channels = affine.Channels;

    /// <param name="input">(2R, 2Q, C).</param>
    /// <param name="output">(R, Q, C).</param>
    public static void Run(ChannelAffine affine, float* input, float* output, int rows, int columns)
    {
        var pass = new PooledActivationPass(affine, input, output, columns);
        var ranges = ParallelRanges.Count(rows, 4L * columns * affine.Channels);
        ParallelRanges.Run(ranges, range => pass.OfRange(ParallelRanges.Start(range, ranges, rows), ParallelRanges.Start(range + 1, ranges, rows)));
    }

    private void OfRange(int start, int end)
    {
        for (var row = start; row < end; row++)
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                OfBlock(row, c);
    }

    private void OfBlock(int row, int channel)
    {
        var (scale, shift, floor) = (affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor));
        float* upper = input + ((long)row * 4 * columns * channels) + channel, to = output + ((long)row * columns * channels) + channel;
        var lower = upper + (2L * columns * channels);
        for (var i = 0; i < columns; i++, upper += 2 * channels, lower += 2 * channels, to += channels)
        {
            var largest = Vector512.Max(Vector512.Max(At(upper, scale, shift), At(upper + channels, scale, shift)), Vector512.Max(At(lower, scale, shift), At(lower + channels, scale, shift)));
            Vector512.ConditionalSelect(Vector512.LessThan(largest, floor), floor, largest).Store(to);
        }

        static Vector512<float> At(float* pixel, Vector512<float> scale, Vector512<float> shift) => Vector512.FusedMultiplyAdd(Vector512.Load(pixel), scale, shift);
    }
}
