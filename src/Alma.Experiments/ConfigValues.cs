using System.Globalization;
using Alma.Config;
using Alma.Runs.TensorBoard;

namespace Alma.Experiments;

/// <summary>A config as a list of values, as TensorBoard compares runs by.</summary>
internal static class ConfigValues
{
    /// <summary>
    /// In the order of the config; a value that is not set is left out, so that it is missing rather than a text among numbers.
    /// </summary>
    public static IReadOnlyList<HyperParameter> Of(ConfigMapping config) =>
        [.. config.Entries.Where(entry => !RunKeys.IsLeftOutOfComparisons(entry.Key)).SelectMany(entry => Values(entry.Value))];

    private static IEnumerable<HyperParameter> Values(ConfigNode node) => node switch
    {
        ConfigMapping mapping => mapping.Entries.SelectMany(entry => Values(entry.Value)),
        ConfigSequence sequence => sequence.Items.SelectMany(Values),
        ConfigScalar { Value: { } value } => [new HyperParameter(node.Path, Comparable(value))],
        _ => [],
    };

    // The format has no number that is not finite.
    private static object Comparable(object value) => value switch
    {
        bool truth => truth,
        long whole => (double)whole,
        double number when double.IsFinite(number) => number,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
