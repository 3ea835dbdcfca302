// N: pixels of all images, C: channels.
using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

/// <summary>max(scale x + shift, floor) in one pass.</summary>
internal sealed unsafe class ActivationPass(ChannelAffine affine, float* input, float* output)
{
    private readonly int channels = affine.Channels;

    /// <param name="input">(N, C).</param>
    /// <param name="output">(N, C). Not the input.</param>
    public static void Run(ChannelAffine affine, float* input, float* output, int pixels)
    {
        var pass = new ActivationPass(affine, input, output);
        var ranges = ParallelRanges.Count(pixels, affine.Channels);
        ParallelRanges.Run(ranges, range => pass.OfRange(ParallelRanges.Start(range, ranges, pixels), ParallelRanges.Start(range + 1, ranges, pixels)));
    }

    private void OfRange(int start, int end)
    {
        var atOnce = ChannelBlocks.PixelsAtOnce(channels);
        for (var first = start; first < end; first += atOnce)
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                OfBlock(((long)first * channels) + c, Math.Min(atOnce, end - first), c);
    }

    private void OfBlock(long at, int count, int channel)
    {
        var (scale, shift, floor) = (affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor));
        float* from = input + at, to = output + at;
        var step = channels;
        for (var i = 0; i < count; i++, from += step, to += step)
        {
            var value = Vector512.FusedMultiplyAdd(Vector512.Load(from), scale, shift);
            // Not the larger of the two: what is not a number has to stay so.
            Vector512.ConditionalSelect(Vector512.LessThan(value, floor), floor, value).Store(to);
        }
    }
}
