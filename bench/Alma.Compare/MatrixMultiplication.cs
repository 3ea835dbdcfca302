using System.Globalization;
using static TorchSharp.torch;

namespace Alma.Compare;

/// <summary>How fast this machine multiplies matrices through LibTorch: what utilisation is measured against.</summary>
internal static class MatrixMultiplication
{
    private const int Side = 2048;
    private const int LeastRepetitions = 5;
    private static readonly TimeSpan leastTime = TimeSpan.FromSeconds(1.5);

    /// <summary>The command that prints it: a process of its own, as alma is.</summary>
    public static string[] PeakCommand(int threadCount) =>
        ["dotnet", typeof(MatrixMultiplication).Assembly.Location, "peak", threadCount.ToString(CultureInfo.InvariantCulture)];

    public static int PrintPeak(string threads)
    {
        if (!int.TryParse(threads, NumberStyles.None, CultureInfo.InvariantCulture, out var threadCount) || threadCount == 0)
            throw new ComparisonException($"'{threads}' is no number of threads.");
        Console.WriteLine(PeakGigaflops(threadCount).ToString("F1", CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>The best of many products of two large square float32 matrices, in 10⁹ operations a second.</summary>
    private static double PeakGigaflops(int threadCount)
    {
        set_num_threads(threadCount);
        using var scope = NewDisposeScope();
        var (left, right) = (ones(Side, Side), ones(Side, Side));
        left.mm(right).Dispose(); // the first one also makes LibTorch ready
        var (best, begun) = (TimeSpan.MaxValue, TimeProvider.System.GetTimestamp());
        for (var repetition = 0; repetition < LeastRepetitions || TimeProvider.System.GetElapsedTime(begun) < leastTime; repetition++)
        {
            var start = TimeProvider.System.GetTimestamp();
            left.mm(right).Dispose();
            var took = TimeProvider.System.GetElapsedTime(start);
            if (took < best) best = took;
        }
        return 2.0 * Side * Side * Side / best.TotalSeconds / 1e9;
    }
}
