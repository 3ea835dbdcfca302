// One example at a time. W: width of an expert, L: leaf experts, G: gate columns; see ExpertRouting.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alma.Learning.Compute;

/// <summary>
/// The sum of the outputs of all leaf experts of a tree of mixtures, each weighed by the product of the gates on its path, and
/// its gradient.
/// </summary>
internal static class ExpertMixing
{
    private const int Lanes = 8;

    /// <param name="hidden">(L * W) outputs of the leaf experts before their ReLU, then (G) gate scores.</param>
    /// <param name="noise">(G) what is added to the scores before a hard gate chooses, or empty.</param>
    /// <param name="shares">(G), becomes the softmax that gives the gates' gradient.</param>
    /// <param name="gates">(G), becomes the weight of each child in its mixture; the same memory as the shares for soft gates.</param>
    /// <param name="leafWeights">(L), becomes the weight of each leaf expert.</param>
    /// <param name="mixed">(W), becomes the weighted sum.</param>
    public static void Forward(
        ExpertRouting routing, GateRule rule, ReadOnlySpan<float> hidden, ReadOnlySpan<float> noise, Span<float> shares, Span<float> gates,
        Span<float> leafWeights, Span<float> mixed)
    {
        var scores = hidden[^routing.ColumnCount..];
        Span<float> nodeWeights = stackalloc float[routing.Nodes.Length];
        nodeWeights[0] = 1;
        for (var n = 0; n < routing.Nodes.Length; n++)
        {
            var (first, count) = routing.Nodes[n];
            Softmax(
                scores.Slice(first, count),
                rule.PerturbsGradient && !noise.IsEmpty ? noise.Slice(first, count) : [],
                shares.Slice(first, count));
            if (rule.IsHard) Choose(scores.Slice(first, count), noise.IsEmpty ? [] : noise.Slice(first, count), gates.Slice(first, count));
            for (var c = first; c < first + count; c++)
            {
                var weight = nodeWeights[n] * gates[c];
                if (routing.Children[c] >= 0) leafWeights[routing.Children[c]] = weight;
                else nodeWeights[~routing.Children[c]] = weight;
            }
        }
        mixed.Clear();
        for (var l = 0; l < leafWeights.Length; l++) AddRectified(hidden.Slice(l * mixed.Length, mixed.Length), leafWeights[l], mixed);
    }

    /// <param name="hidden">As in the forward pass; becomes the gradient by it.</param>
    /// <param name="mixedGradient">(W), by the weighted sum.</param>
    public static void Backward(
        ExpertRouting routing, Span<float> hidden, ReadOnlySpan<float> shares, ReadOnlySpan<float> gates, ReadOnlySpan<float> leafWeights,
        ReadOnlySpan<float> mixedGradient)
    {
        Span<float> worths = stackalloc float[routing.ColumnCount]; // of a column: the gradient by the weight of what is there
        for (var c = 0; c < worths.Length; c++)
            if (routing.Children[c] is >= 0 and var leaf)
                worths[c] = Rectify(hidden.Slice(leaf * mixedGradient.Length, mixedGradient.Length), leafWeights[leaf], mixedGradient);
        AddUp(routing, gates, worths);
        WriteScoreGradients(routing, shares, gates, worths, hidden[^routing.ColumnCount..]);
    }

    // From the leaves to the root: a mixture is worth what its children are, weighed.
    private static void AddUp(ExpertRouting routing, ReadOnlySpan<float> gates, Span<float> worths)
    {
        Span<float> nodeWorths = stackalloc float[routing.Nodes.Length];
        for (var n = routing.Nodes.Length - 1; n >= 0; n--)
        {
            var (first, count) = routing.Nodes[n];
            for (var c = first; c < first + count; c++)
            {
                if (routing.Children[c] < 0) worths[c] = nodeWorths[~routing.Children[c]];
                nodeWorths[n] += gates[c] * worths[c];
            }
        }
    }

    // From the root to the leaves: the gradient of the softmax of each mixture, times the weight of the mixture.
    private static void WriteScoreGradients(
        ExpertRouting routing, ReadOnlySpan<float> shares, ReadOnlySpan<float> gates, ReadOnlySpan<float> worths, Span<float> scoreGradient)
    {
        Span<float> nodeWeights = stackalloc float[routing.Nodes.Length];
        nodeWeights[0] = 1;
        for (var n = 0; n < routing.Nodes.Length; n++)
        {
            var (first, count) = routing.Nodes[n];
            var mean = 0f;
            for (var c = first; c < first + count; c++) mean += shares[c] * worths[c];
            for (var c = first; c < first + count; c++)
            {
                scoreGradient[c] = nodeWeights[n] * shares[c] * (worths[c] - mean);
                if (routing.Children[c] < 0) nodeWeights[~routing.Children[c]] = nodeWeights[n] * gates[c];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(ReadOnlySpan<float> scores, ReadOnlySpan<float> noise, Span<float> shares)
    {
        var (largest, sum) = (float.NegativeInfinity, 0f);
        for (var c = 0; c < scores.Length; c++)
        {
            shares[c] = noise.IsEmpty ? scores[c] : scores[c] + noise[c];
            largest = MathF.Max(largest, shares[c]);
        }
        for (var c = 0; c < shares.Length; c++) sum += shares[c] = MathF.Exp(shares[c] - largest);
        for (var c = 0; c < shares.Length; c++) shares[c] /= sum;
    }

    private static void Choose(ReadOnlySpan<float> scores, ReadOnlySpan<float> noise, Span<float> gates)
    {
        var (chosen, largest) = (0, float.NegativeInfinity);
        for (var c = 0; c < scores.Length; c++)
        {
            var score = noise.IsEmpty ? scores[c] : scores[c] + noise[c];
            if (score > largest) (chosen, largest) = (c, score);
        }
        gates.Clear();
        gates[chosen] = 1;
    }

    // sum += weight * max(hidden, 0)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRectified(ReadOnlySpan<float> hidden, float weight, Span<float> sum)
    {
        ref var from = ref MemoryMarshal.GetReference(hidden);
        ref var to = ref MemoryMarshal.GetReference(sum);
        var weights = Vector256.Create(weight);
        var i = 0;
        for (; i <= sum.Length - Lanes; i += Lanes)
        {
            var rectified = Vector256.Max(Vector256.LoadUnsafe(ref from, (nuint)i), Vector256<float>.Zero);
            Vector256.FusedMultiplyAdd(rectified, weights, Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < sum.Length; i++) sum[i] = MathF.FusedMultiplyAdd(MathF.Max(hidden[i], 0), weight, sum[i]);
    }

    // Hidden becomes its gradient, weight * gradient where it is positive; returns the sum of max(hidden, 0) * gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Rectify(Span<float> hidden, float weight, ReadOnlySpan<float> gradient)
    {
        ref var at = ref MemoryMarshal.GetReference(hidden);
        ref var by = ref MemoryMarshal.GetReference(gradient);
        var (weights, worths) = (Vector256.Create(weight), Vector256<float>.Zero);
        var i = 0;
        for (; i <= hidden.Length - Lanes; i += Lanes)
        {
            var (value, upstream) = (Vector256.LoadUnsafe(ref at, (nuint)i), Vector256.LoadUnsafe(ref by, (nuint)i));
            worths = Vector256.FusedMultiplyAdd(Vector256.Max(value, Vector256<float>.Zero), upstream, worths);
            (Vector256.GreaterThan(value, Vector256<float>.Zero) & (upstream * weights)).StoreUnsafe(ref at, (nuint)i);
        }
        var worth = Vector256.Sum(worths);
        for (; i < hidden.Length; i++)
        {
            worth += MathF.Max(hidden[i], 0) * gradient[i];
            hidden[i] = hidden[i] > 0 ? weight * gradient[i] : 0;
        }
        return worth;
    }
}
