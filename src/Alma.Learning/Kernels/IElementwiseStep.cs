using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

/// <summary>One step of an optimizer for some parameters: each lane is a parameter, and depends on no other.</summary>
internal interface IElementwiseStep
{
    /// <summary>How many of the three states the step keeps; the others are neither read nor written.</summary>
    static abstract int StateCount { get; }

    /// <summary>The values after the step; the states are replaced by the next ones.</summary>
    Vector256<float> Next(
        Vector256<float> value, Vector256<float> gradient, ref Vector256<float> first, ref Vector256<float> second, ref Vector256<float> third);
}
