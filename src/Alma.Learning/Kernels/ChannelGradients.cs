// C: channels.
namespace Alma.Learning.Kernels;

/// <summary>What the gradient of batch norm depends on, of the values of a lane or of the whole batch.</summary>
/// <param name="Gradients">(C), the sums of the output's gradient.</param>
/// <param name="Products">(C), the sums of that times the input's distance from the mean.</param>
internal sealed record ChannelGradients(double[] Gradients, double[] Products)
{
    /// <summary>Of all parts, in their order.</summary>
    public static ChannelGradients Sum(IReadOnlyList<ChannelGradients> parts) => parts.Count == 1
        ? parts[0]
        : parts.Aggregate((sum, part) => new ChannelGradients(Sum(sum.Gradients, part.Gradients), Sum(sum.Products, part.Products)));

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (one, other) => one + other)];
}
