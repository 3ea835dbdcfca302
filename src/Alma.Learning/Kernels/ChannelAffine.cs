using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

/// <summary>What is left of batch norm once mean and variance are known, with the activation after it: max(scale x + shift, floor).</summary>
/// <param name="Scale">Of each channel.</param>
/// <param name="Shift">Of each channel.</param>
/// <param name="Floor">0 for a ReLU, negative infinity for none.</param>
internal sealed record ChannelAffine(float[] Scale, float[] Shift, float Floor)
{
    public int Channels => Scale.Length;

    public Vector512<float> ScaleAt(int channel) => Vector512.LoadUnsafe(ref Scale[channel]);

    public Vector512<float> ShiftAt(int channel) => Vector512.LoadUnsafe(ref Shift[channel]);
}
