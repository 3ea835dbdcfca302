using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Alma.Config;

namespace Alma.Launching.Definitions;

/// <summary>The keys of successive halving in a sweep file.</summary>
internal sealed record HalvingOptions : IValidatableObject
{
    private const string Usual = "1/3";

    [RegularExpression("validation accuracy|test accuracy", ErrorMessage = "validation accuracy or test accuracy")]
    public string Metric { get; init; } = "validation accuracy";

    /// <summary>The part of a rung that goes on: a fraction such as 1/3, or a number.</summary>
    public ConfigNode? Keep { get; init; }

    public required IReadOnlyList<int> Epochs { get; init; }

    public Halving ToHalving() => new(Metric.Split(' ')[0], Part(), Epochs);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Part() is not (> 0 and < 1)) yield return new ValidationResult("expected a part between 0 and 1 such as 1/3", [nameof(Keep)]);
        if (Epochs.Count == 0 || Epochs.Any(count => count < 1) || Epochs.Zip(Epochs.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return new ValidationResult("expected numbers of epochs that rise, such as [5, 20, 80]", [nameof(Epochs)]);
    }

    private double Part()
    {
        var text = Keep is null ? Usual : Convert.ToString((Keep as ConfigScalar)?.Value, CultureInfo.InvariantCulture) ?? "";
        var numbers = text.Split('/')
            .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)
            .ToArray();
        return numbers switch
        {
            [var whole] => whole,
            [var above, var below] => above / below,
            _ => double.NaN,
        };
    }
}
