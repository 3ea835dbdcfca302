using System.Globalization;

namespace Alma.Compare;

/// <summary>Writes a comparison as lines of text: of each quantity the median, least and most, and the opponents' ratios to alma.</summary>
internal static class ComparisonResultTable
{
    public static void Write(ComparisonResult result, TextWriter output)
    {
        var alma = result.Contenders[0];
        output.WriteLine(
            $"{"",-40}{"median",10}{"least",10}{"most",10}   ({alma.Rounds.Count} round{(alma.Rounds.Count == 1 ? "" : "s")})");
        Quantity("wall seconds", "F2", result, contender => [.. contender.Rounds.Select(round => round.WallSeconds)], output);
        Quantity("processor seconds", "F2", result, contender => [.. contender.Rounds.Select(round => round.CpuSeconds)], output);
        Quantity("peak MiB", "F0", result, contender => [.. contender.Rounds.Select(round => round.PeakMebibytes)], output);
        Quantity("seconds per epoch", "F3", result, contender => contender.EpochSeconds, output);
        if (result.Training.Count > 0) Utilisation(result, output);
    }

    private static void Quantity(
        string name, string format, ComparisonResult result, Func<Contender, IReadOnlyList<double>> values, TextWriter output)
    {
        var measured = result.Contenders.Where(contender => values(contender).Count > 0).ToList();
        foreach (var contender in measured) Line($"{contender.Name}, {name}", format, values(contender), output);
        if (measured.Count == 0 || measured[0] != result.Contenders[0]) return;
        // Pair by pair: what slows one of a pair slows the other too. Times shorter than can be measured count as the shortest.
        foreach (var opponent in measured.Skip(1))
            Line(
                $"{opponent.Name} / alma", "F2",
                [.. values(opponent).Zip(values(measured[0]), (other, own) => other / Math.Max(own, 1e-9))], output);
    }

    private static void Utilisation(ComparisonResult result, TextWriter output)
    {
        var threads = result.Training[0].ThreadCount;
        Line($"alma, training GFLOP/s", "F1", [.. result.Training.Select(training => training.ModelGigaflops)], output);
        Line($"sgemm peak GFLOP/s, {threads} thread{(threads == 1 ? "" : "s")}", "F1", result.PeakGigaflops, output);
        Line(
            "alma, utilisation %",
            "F1",
            [.. result.Training.Zip(result.PeakGigaflops, (training, peak) => 100 * training.ModelGigaflops / peak)],
            output);
    }

    private static void Line(string name, string format, IReadOnlyList<double> values, TextWriter output)
    {
        var spread = Spread.Of(values);
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture).PadLeft(10);
        output.WriteLine($"{name,-40}{Text(spread.Median)}{Text(spread.Least)}{Text(spread.Most)}");
    }
}
