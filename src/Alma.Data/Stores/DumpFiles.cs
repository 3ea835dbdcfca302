using System.Globalization;

namespace Alma.Data.Stores;

/// <summary>
/// The files of a dump, an entry for each example in the order in which they came. Numbers are little-endian.
/// </summary>
internal static class DumpFiles
{
    /// <summary>The pixels of an image (C, H, W), a byte each; or a row of floats, NaN where a value is missing.</summary>
    public const string Values = "values";

    /// <summary>Classes, as int32.</summary>
    public const string Labels = "labels";

    /// <summary>A byte: 1 where an example is tested on, 0 where it is learned from.</summary>
    public const string Tests = "tests";

    /// <summary>When an example arose, as int64: ticks of 100 ns since the year 1, UTC; <see cref="NoTime"/> where nothing says.</summary>
    public const string Times = "times";

    /// <summary>Those that there may be.</summary>
    public static readonly IReadOnlyList<string> All = [Values, Labels, Tests, Times];

    public const long NoTime = -1;

    private const int Digits = 4;

    public static string FolderName(int index) => index.ToString($"D{Digits}", CultureInfo.InvariantCulture);

    public static bool IsFolderName(string name) => name.Length is >= Digits and <= 9 && name.All(char.IsAsciiDigit);
}
