// N: batch, C: channels, H, W: height and width, P: pooled side.
using Alma.Learning.Networks;
using Alma.Onnx;

namespace Alma.Learning.Architectures.Moe;

/// <summary>
/// PyTorch's adaptive average pooling in ONNX, which has no such operation: output pixel i of P is the mean of the rows from floor(i H / P)
/// to ceil((i + 1) H / P), and of the columns likewise.
/// </summary>
internal static class AdaptivePooling
{
    /// <param name="image">(N, C, H, W).</param>
    /// <returns>(N, C, P, P).</returns>
    public static OnnxValue Add(NetworkGraph graph, OnnxValue image, (int Height, int Width) side, int pooled)
    {
        if (side.Height % pooled == 0 && side.Width % pooled == 0)
            return graph.AveragePooling(image, side.Height / pooled, side.Width / pooled);
        var rows = graph.Graph.Node("MatMul", [graph.Graph.Constant(Means(side.Height, pooled), [pooled, side.Height]), image]);
        var columns = graph.Graph.Constant(Transposed(Means(side.Width, pooled), pooled, side.Width), [side.Width, pooled]);
        return graph.Graph.Node("MatMul", [rows, columns]); // (N, C, P, W) x (W, P)
    }

    // (P, length): each row the weights of a mean.
    private static float[] Means(int length, int pooled)
    {
        var means = new float[checked(pooled * length)];
        for (var p = 0; p < pooled; p++)
        {
            var (start, end) = ((int)((long)p * length / pooled), (int)((((p + 1L) * length) + pooled - 1) / pooled));
            means.AsSpan((p * length) + start, end - start).Fill(1f / (end - start));
        }
        return means;
    }

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) transposed[(column * rows) + row] = matrix[(row * columns) + column];
        return transposed;
    }
}
