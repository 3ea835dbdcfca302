namespace Alma.Reports.Tables;

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">In one line or in several.</param>
/// <param name="IsNumber">Numbers stand to the right.</param>
public sealed record TextColumn(string Name, bool IsNumber = false)
{
    /// <summary>A column of numbers, whose name is cut into two lines about as long as each other where it has several words.</summary>
    internal static TextColumn Number(string name) => new(InTwoLines(name), IsNumber: true);

    internal static string InTwoLines(string name)
    {
        // A hyphen ends its line, a blank is left out.
        var ends = Enumerable.Range(1, name.Length - 1).Where(k => name[k] == ' ' || name[k - 1] == '-').ToList();
        if (ends.Count == 0) return name;
        var end = ends.MinBy(k => Math.Abs(name.Length - 2 * k));
        return $"{name[..end]}\n{name[end..].TrimStart()}";
    }

    /// <summary>The name in one line.</summary>
    public string Line => Name.Replace("-\n", "-", StringComparison.Ordinal).Replace('\n', ' ');
}
