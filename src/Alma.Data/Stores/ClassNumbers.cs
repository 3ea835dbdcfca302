using System.Globalization;

namespace Alma.Data.Stores;

/// <summary>
/// Numbers classes as they are met. Those that nobody has put in order are sorted in the end: by their values where all are whole numbers,
/// else as text; those that a store has already keep their numbers.
/// </summary>
internal sealed class ClassNumbers
{
    private readonly List<string> names;
    private readonly Dictionary<string, int> numbers;
    private readonly int ordered;

    /// <param name="ordered">The classes whose numbers are known.</param>
    public ClassNumbers(IEnumerable<string> ordered)
    {
        names = [.. ordered.Distinct()];
        numbers = names.Select((name, k) => (name, k)).ToDictionary(one => one.name, one => one.k);
        this.ordered = names.Count;
    }

    /// <summary>The number of a class until the end.</summary>
    /// <exception cref="DatasetException">There are more classes than can be.</exception>
    public int Of(string name)
    {
        if (numbers.TryGetValue(name, out var number)) return number;
        if (names.Count == StoreManifest.MostClasses)
            throw new DatasetException(
                $"Found more than {StoreManifest.MostClasses} classes, such as '{names[^1]}' and '{name}'; valid are at most "
                + $"{StoreManifest.MostClasses}.")
            {
                Need = new DatasetNeed.LabelColumn(),
            };
        names.Add(name);
        return numbers[name] = names.Count - 1;
    }

    /// <summary>The names in their final order, and the final number of each that was given.</summary>
    public (IReadOnlyList<string> Names, int[] Final) InOrder()
    {
        var added = names.Skip(ordered).ToList();
        var areNumbers = added.TrueForAll(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        added = areNumbers
            ? [.. added.OrderBy(name => long.Parse(name, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. added.Order(StringComparer.Ordinal)];
        List<string> final = [.. names.Take(ordered), .. added];
        return (final, [.. names.Select(name => final.IndexOf(name))]);
    }
}
