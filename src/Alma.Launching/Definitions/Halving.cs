using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Launching.Definitions;

/// <summary>
/// Successive halving (Jamieson and Talwalkar, 2016, arXiv 1502.07943): all jobs with few epochs, the best part of them with more, and so
/// on. A job of a later rung starts anew: what it gives does not depend on those before.
/// </summary>
public sealed record Halving : IValidatableObject
{
    /// <summary>The key whose value rises from rung to rung.</summary>
    public const string Budget = "clmodel.max_epochs";

    /// <summary>By what the jobs of a rung are ranked, largest first: after the last megabatch, or for validation in it.</summary>
    [RegularExpression("validation accuracy|test accuracy", ErrorMessage = "'validation accuracy' or 'test accuracy'")]
    public string Metric { get; init; } = "validation accuracy";

    /// <summary>The part that goes on: a fraction such as 1/3, or a number.</summary>
    public string Keep { get; init; } = "1/3";

    /// <summary>Most epochs per megabatch, rung by rung.</summary>
    public required IReadOnlyList<int> Epochs { get; init; }

    /// <summary>The override and the label of a rung.</summary>
    public SweepChoice Rung(int rung)
    {
        var epochs = Epochs[rung].ToString(CultureInfo.InvariantCulture);
        return new SweepChoice([$"{Budget}={epochs}"], [new JobLabel(Budget, epochs)]);
    }

    /// <summary>How many of a rung's jobs go on to the next: at least one.</summary>
    public int Kept(int count) => Math.Max(1, (int)Math.Floor((count * Part()!.Value) + 1e-9));

    /// <summary>What a run is ranked by, or null where it has not measured it.</summary>
    public double? Score(RunFolder run)
    {
        var (split, name) = Metric.StartsWith("validation", StringComparison.Ordinal)
            ? (Splits.Validation, MetricNames.BestAccuracy)
            : (Splits.Test, MetricNames.Accuracy);
        return MetricLog.Read(run.MetricsFile, split).LastOrDefault(row => row.Name == name)?.Value;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Part() is not (> 0 and < 1)) yield return new ValidationResult($"found '{Keep}', expected a part between 0 and 1 such as 1/3", [nameof(Keep)]);
        if (Epochs.Count == 0 || Epochs.Any(count => count < 1) || Epochs.Zip(Epochs.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return new ValidationResult("expected numbers of epochs that rise, such as [5, 20, 80]", [nameof(Epochs)]);
    }

    private double? Part()
    {
        var numbers = Keep.Split('/').Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray();
        return numbers switch
        {
            [var whole] => whole,
            [var above, var below] => above / below,
            _ => null,
        };
    }
}
