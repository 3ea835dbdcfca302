using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>Takes what a network has learned over into one whose output has more classes.</summary>
internal static class ClassGrowth
{
    /// <summary>
    /// Copies parameters and buffers. Those that have more rows along their first axis keep what they have in the others.
    /// </summary>
    /// <exception cref="LearningException">One differs in another way.</exception>
    public static void CopyState(Network from, Network to)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var known = from.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);
        foreach (var (name, value) in to.NamedState())
        {
            if (!known.TryGetValue(name, out var source) || !IsWidened(source.shape, value.shape))
                throw new LearningException(
                    $"{to.Structure.GetType().Name} does not say how it grows when classes come: {name} would not only gain a row for "
                    + $"each. Override {nameof(NetworkStructure.GrowClasses)}.");
            if (value.dim() == 0) value.copy_(source);
            else value.narrow(0, 0, source.shape[0]).copy_(source);
        }
    }

    private static bool IsWidened(long[] before, long[] after) => before.Length == after.Length
        && before.Zip(after).Select((lengths, axis) => axis == 0 ? lengths.First <= lengths.Second : lengths.First == lengths.Second)
            .All(fits => fits);
}
