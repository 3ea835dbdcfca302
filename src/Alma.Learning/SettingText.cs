using System.Globalization;
using System.Runtime.CompilerServices;

namespace Alma.Learning;

/// <summary>
/// The text of a message in which settings stand as what they are: whoever shows it has their names. An interpolated string becomes one,
/// and several that are added, where each of them is interpolated.
/// </summary>
[InterpolatedStringHandler]
public sealed class SettingText(int literalLength, int formattedCount)
{
    private readonly List<object> parts = new(literalLength > 0 ? (2 * formattedCount) + 1 : formattedCount);

    public void AppendLiteral(string value) => parts.Add(value);

    public void AppendFormatted(LearningSetting setting) => parts.Add(setting);

    public void AppendFormatted<T>(T value, string? format = null) =>
        parts.Add((value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()) ?? "");

    /// <summary>The text with these names of its settings.</summary>
    public string With(Func<LearningSetting, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        return string.Concat(parts.Select(part => part is LearningSetting setting ? nameOf(setting) : part));
    }

    /// <summary>The text with the settings' own names.</summary>
    public override string ToString() => string.Concat(parts);
}
