using System.Collections.Immutable;
using System.Globalization;

namespace Alma.Data;

/// <summary>Classes that are called by their numbers, as those of digits are.</summary>
internal static class NumberedClasses
{
    public static ImmutableArray<string> Names(int count) =>
        [.. Enumerable.Range(0, count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
}
